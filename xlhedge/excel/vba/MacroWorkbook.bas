Option Explicit

Private Sub Workbook_Open()
    On Error Resume Next
    RegisterHelp
End Sub

Private Sub Workbook_BeforeClose(Cancel As Boolean)
    On Error Resume Next
    StopServer
End Sub
