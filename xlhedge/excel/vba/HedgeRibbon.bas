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
    Dim remark As String
    On Error Resume Next
    count = RepairBook(book, Application.Calculation <> xlCalculationManual, remark)
    If Len(remark) > 0 Then
        ShowStatus "Hedge: " & book.Name & ": " & remark
    ElseIf Len(OtherVersion(book)) > 0 Then
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
    EnterFormula cell, formula
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
    Dim count As Long
    Dim remark As String
    On Error GoTo Failed
    If Not HasBook() Then Exit Sub
    count = RepairBook(ActiveWorkbook, True, remark)
    ShowStatus "Hedge: " & Counted(count, "link") & " repaired."
    If Len(remark) > 0 Then Tell ActiveWorkbook.Name & ": " & remark
    TellAll ChangesIn(ActiveWorkbook)
    Exit Sub
Failed:
    Tell Err.Description
End Sub

Public Sub HedgeSendValues(control As IRibbonControl)
    Dim refusal As String
    On Error GoTo Failed
    If Not HasBook() Then Exit Sub
    refusal = SendValues(ActiveWorkbook)
    If Len(refusal) > 0 Then Tell refusal
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
        Shell PythonCommand(python, "xlhedge.excel.install_main doctor"), vbNormalFocus
    End If
    Exit Sub
Failed:
    Tell Err.Description
End Sub

' The page of the function in the active cell; without one, what to do, and the list of all pages.
Public Sub HedgeHelp(control As IRibbonControl)
    Dim text As String
    Dim page As String
    On Error GoTo Failed
    If Not ActiveCell Is Nothing Then page = PageOfCell(ActiveCell)
    If Len(page) > 0 Then
        OpenPage page
        Exit Sub
    End If
    text = "xlhedge " & HedgeVersion() & vbCrLf & vbCrLf _
        & "Type = and the name of a function, or choose one under Insert function." & vbCrLf _
        & "Ctrl+Shift+A after the name writes its arguments." & vbCrLf _
        & "Explain says why the active cell shows an error." & vbCrLf _
        & "#NAME? in a workbook from another computer: Repair links." & vbCrLf _
        & "#N/A in every hedge cell: Restart Python, then Doctor."
    If Len(LastTrouble()) > 0 Then text = text & vbCrLf & vbCrLf & "Last trouble: " & LastTrouble()
    page = ReferencePage("index")
    If Len(page) = 0 Then
        Tell text
    ElseIf MsgBox(Left$(text, 900) & vbCrLf & vbCrLf & "Open the pages of all functions?", vbYesNo, TITLE) = vbYes Then
        OpenPage page
    End If
    Exit Sub
Failed:
    Tell Err.Description
End Sub

' A workbook in Protected View is to be seen only: it is never the active one.
Private Function HasBook() As Boolean
    HasBook = Not ActiveWorkbook Is Nothing
    If HasBook Then Exit Function
    If Application.ActiveProtectedViewWindow Is Nothing Then
        Tell "Open a workbook first."
    Else
        Tell "This workbook is in Protected View, where nothing can be changed: click Enable Editing first."
    End If
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
