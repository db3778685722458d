Option Explicit

Private WithEvents excelEvents As Application

Private Sub Workbook_Open()
    On Error Resume Next
    Set excelEvents = Application
    Application.OnTime Now, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!HedgeRibbon.HedgeStarted"
End Sub

Private Sub Workbook_BeforeClose(Cancel As Boolean)
    On Error Resume Next
    StopServer
End Sub

Private Sub excelEvents_WorkbookOpen(ByVal Wb As Workbook)
    On Error Resume Next
    HedgeOpened Wb
End Sub

Private Sub excelEvents_NewWorkbook(ByVal Wb As Workbook)
    On Error Resume Next
    HedgeOpened Wb
End Sub

Private Sub excelEvents_SheetSelectionChange(ByVal Sh As Object, ByVal Target As Range)
    On Error Resume Next
    ClearStatus
End Sub
