Option Explicit

Private Const ADDIN_FILE As String = "xlhedge.xlam"

Private Sub Workbook_Open()
    On Error Resume Next
    RegisterHelp
End Sub

Private Sub Workbook_BeforeClose(Cancel As Boolean)
    On Error Resume Next
    If Not IsUsedElsewhere() Then StopServer
End Sub

' The add-in, and every other workbook with the functions inside, asks the same Python.
Private Function IsUsedElsewhere() As Boolean
    Dim book As Workbook
    On Error Resume Next
    IsUsedElsewhere = Not Application.Workbooks(ADDIN_FILE) Is Nothing
    For Each book In Application.Workbooks
        If Not book Is ThisWorkbook Then IsUsedElsewhere = IsUsedElsewhere Or book.HasVBProject
    Next book
End Function
