Attribute VB_Name = "HedgeRibbon"
Option Explicit

' The ribbon's callbacks. None keeps anything, and none lets an error out.

Private Const TITLE As String = "Hedge"

' Runs once Excel has opened: help needs an Excel that is ready, links need open workbooks.
Public Sub HedgeStarted()
    Dim book As Workbook
    On Error Resume Next
    RegisterHelp
    For Each book In Application.Workbooks
        HedgeOpened book
    Next book
End Sub

' Repairs a workbook that was opened or made; says so only if there was something to repair, or if
' another version made it.
' Who calculates by hand did not ask for a trial.
Public Sub HedgeOpened(ByVal book As Workbook)
    Dim count As Long
    On Error Resume Next
    count = RepairBook(book, Application.Calculation <> xlCalculationManual)
    If Len(OtherVersion(book)) > 0 Then
        ShowStatus "Hedge: " & book.Name & " was made for " & OtherVersion(book) & "; Repair links says what changed since."
    ElseIf count > 0 Then
        ShowStatus "Hedge: " & Counted(count, "link") & " repaired in " & book.Name & "."
    End If
End Sub

Public Sub HedgeRecalculate(control As IRibbonControl)
    On Error GoTo Failed
    If HasBook() Then RecalculateBook ActiveWorkbook
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeRecalculateAll(control As IRibbonControl)
    On Error GoTo Failed
    If HasBook() Then RecalculateEverything ActiveWorkbook
    Exit Sub
Failed:
    Tell Err.Description
End Sub

' Opens Excel's own window for a function's arguments in the active cell.
Public Sub HedgeInsertFunction(control As IRibbonControl)
    Dim cell As Range
    Dim formula As String
    On Error GoTo Failed
    If Not HasBook() Then Exit Sub
    If ActiveCell Is Nothing Then Exit Sub
    Set cell = ActiveCell
    If Len(cell.Formula) > 0 Then
        Tell "Choose an empty cell first: " & cell.Address(False, False) & " is not empty."
        Exit Sub
    End If
    formula = "=" & control.Tag & "()"
    cell.Formula = formula
    cell.FunctionWizard
    If cell.Formula = formula Then cell.ClearContents
    Exit Sub
Failed:
    Tell Err.Description
End Sub

' The templates that the installation put beside Python, as a menu.
Public Sub HedgeTemplates(control As IRibbonControl, ByRef content)
    On Error Resume Next
    content = TemplateMenu("")
    content = TemplateMenu(TemplateItems())
End Sub

Public Sub HedgeNewFromTemplate(control As IRibbonControl)
    On Error GoTo Failed
    HedgeOpened Application.Workbooks.Add(TemplateFolder() & "\" & control.Tag)
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeExplain(control As IRibbonControl)
    On Error GoTo Failed
    If Not HasBook() Then Exit Sub
    If Not ActiveCell Is Nothing Then Tell ExplainCell(ActiveCell)
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeRepairLinks(control As IRibbonControl)
    On Error GoTo Failed
    If Not HasBook() Then Exit Sub
    ShowStatus "Hedge: " & Counted(RepairBook(ActiveWorkbook, True), "link") & " repaired."
    TellAll ChangesIn(ActiveWorkbook)
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeRestart(control As IRibbonControl)
    Dim started As Double
    On Error GoTo Failed
    started = Timer
    StopServer
    If StartServer() Then
        ShowStatus "Hedge: Python is ready after " & Format$(Timer - started, "0.0") & " s."
    Else
        Tell LastTrouble()
    End If
    Exit Sub
Failed:
    Tell Err.Description
End Sub

' The doctor runs in a window of its own: it has to work when the server does not.
Public Sub HedgeDoctor(control As IRibbonControl)
    Dim python As String
    On Error GoTo Failed
    python = PythonPath("python.exe")
    If Len(python) = 0 Then
        Tell "Python is missing in " & DataFolder() & ". Install xlhedge again."
    Else
        Shell DoctorCommand(python), vbNormalFocus
    End If
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeHelp(control As IRibbonControl)
    Dim text As String
    On Error GoTo Failed
    text = "xlhedge " & HedgeVersion() & vbCrLf & vbCrLf _
        & "Type = and the name of a function, or choose one under Insert function." & vbCrLf _
        & "Ctrl+Shift+A after the name writes its arguments." & vbCrLf _
        & "Explain says why the active cell shows an error." & vbCrLf _
        & "#NAME? in a workbook from another computer: Repair links." & vbCrLf _
        & "#N/A in every hedge cell: Restart Python, then Doctor."
    If Len(LastTrouble()) > 0 Then text = text & vbCrLf & vbCrLf & "Last trouble: " & LastTrouble()
    Tell text
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Private Function HasBook() As Boolean
    HasBook = Not ActiveWorkbook Is Nothing
    If Not HasBook Then Tell "Open a workbook first."
End Function

' In as many messages as it takes, cut between words.
Private Sub TellAll(ByVal text As String)
    Dim last As Long
    Do While Len(text) > 0
        last = Len(text)
        If last > 1000 Then last = InStrRev(text, " ", 1000)
        If last = 0 Then last = 1000
        Tell Left$(text, last)
        text = Mid$(text, last + 1)
    Loop
End Sub

' A message holds at most 1023 characters.
Private Sub Tell(ByVal sentence As String)
    MsgBox Left$(sentence, 1023), vbInformation, TITLE
End Sub
