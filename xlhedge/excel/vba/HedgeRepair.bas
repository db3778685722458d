Attribute VB_Name = "HedgeRepair"
Option Explicit
Option Private Module

' Ties formulas of ours to the add-in that is open. A second run changes nothing.
' Excel may read a plain name out of a file as one that it does not know. The cell then shows
' #NAME?, or the number of the file until it is calculated; once entered anew it is known.

Private Const ADDIN_FILE As String = "xlhedge.xlam"

' Returns how many links and cells it mended; where there was nothing to mend, the workbook counts
' as unchanged. The remark says why something that is to be mended was left alone.
Public Function RepairBook(ByVal book As Workbook, ByVal mayTry As Boolean, ByRef remark As String) As Long
    Dim ours As Collection
    Dim alerts As Boolean
    Dim events As Boolean
    Dim mode As Long
    Dim wasSaved As Boolean
    If book Is ThisWorkbook Then Exit Function
    Set ours = HedgeCells(book)
    If ours.Count = 0 Then Exit Function
    alerts = Application.DisplayAlerts
    events = Application.EnableEvents
    mode = Application.Calculation
    wasSaved = book.Saved
    On Error GoTo Failed
    Application.DisplayAlerts = False
    Application.EnableEvents = False
    If MayNeedRepair(book, ours, mayTry) Then RepairBook = RepairSheets(book, ours, mayTry, remark)
    AskAgain book
Restore:
    On Error Resume Next
    If Application.Calculation <> mode Then Application.Calculation = mode
    Application.EnableEvents = events
    Application.DisplayAlerts = alerts
    If RepairBook = 0 Or book.ReadOnly Then book.Saved = wasSaved
    Exit Function
Failed:
    remark = Err.Description
    Resume Restore
End Function

' All sheets that hold our cells are opened, or none is touched.
Private Function RepairSheets(ByVal book As Workbook, ByVal ours As Collection, ByVal mayTry As Boolean, ByRef remark As String) As Long
    Dim opened As Collection
    Set opened = OpenSheets(ours, remark)
    If Len(remark) > 0 Then Exit Function
    On Error GoTo Failed
    If HasLost(ours) Then RepairSheets = RelinkBook(book)
    RepairSheets = RepairSheets + RepairCells(ours, mayTry)
Restore:
    CloseSheets opened, remark
    Exit Function
Failed:
    remark = Err.Description
    Resume Restore
End Function

' A trial, which opens sheets, is spared where Excel itself has tied the formulas when it saved them,
' and where no Python would answer.
Private Function MayNeedRepair(ByVal book As Workbook, ByVal ours As Collection, ByVal mayTry As Boolean) As Boolean
    MayNeedRepair = HasLost(ours)
    If MayNeedRepair Or Not mayTry Then Exit Function
    If Not IsTied(book) Then MayNeedRepair = IsUp()
End Function

Private Function HasLost(ByVal ours As Collection) As Boolean
    Dim cell As Range
    For Each cell In ours
        If NeedsRepair(cell) Then
            HasLost = True
            Exit Function
        End If
    Next cell
End Function

' Enters anew the cells that show #NAME? or name a path. Where that helped, or a trial says that it
' would, all others follow, but for an Excel without Python: there they keep what they show.
Public Function RepairCells(ByVal ours As Collection, ByVal mayTry As Boolean) As Long
    Dim others As New Collection
    Dim answers As String
    Dim cell As Range
    Dim needed As Boolean
    For Each cell In ours
        If NeedsRepair(cell) Then
            If IsMended(cell, answers) Then RepairCells = RepairCells + 1
        ElseIf KnowsAll(cell, answers) Then
            others.Add cell
        End If
    Next cell
    needed = (RepairCells > 0)
    If others.Count = 0 Or Not (needed Or mayTry) Then Exit Function
    If Not IsUp() Then Exit Function
    If Not needed Then needed = LosesNames(others)
    If Not needed Then Exit Function
    Application.Calculation = xlCalculationManual
    For Each cell In others
        If IsEnteredAnew(cell) Then RepairCells = RepairCells + 1
    Next cell
End Function

' Calculates a cell of each function, as Excel would with the next change of an input. All that these
' cells call is known: one that loses its name gets it back when it is entered anew.
Private Function LosesNames(ByVal cells As Collection) As Boolean
    Dim tried As String
    Dim word As String
    Dim cell As Range
    For Each cell In cells
        word = "|" & FirstName(FormulaOf(cell)) & "|"
        If InStr(tried, word) = 0 Then
            tried = tried & word
            Calculated cell
            If ShowsNameError(cell) Then
                LosesNames = True
                Exit Function
            End If
        End If
    Next cell
End Function

' A part of an array cannot be calculated on its own.
Private Sub Calculated(ByVal cell As Object)
    On Error Resume Next
    If IsLegacyArray(cell) Then
        cell.CurrentArray.Calculate
    Else
        cell.Calculate
    End If
End Sub

Private Function FirstName(ByVal formula As String) As String
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    If FindCall(formula, 1, prefixStart, nameStart, nameEnd) Then
        FirstName = UCase$(Mid$(formula, nameStart, nameEnd - nameStart + 1))
    End If
End Function

' A cell that shows #NAME? has no number to lose; any other is entered only where all that it calls is known.
Private Function IsMended(ByVal cell As Range, ByRef answers As String) As Boolean
    If Not ShowsNameError(cell) Then
        If Not KnowsAll(cell, answers) Then Exit Function
    End If
    IsMended = IsEnteredAnew(cell)
End Function

Private Function IsEnteredAnew(ByVal cell As Range) As Boolean
    If Reentered(cell, WithoutAddinPath(FormulaOf(cell))) Then IsEnteredAnew = Not NeedsRepair(cell)
End Function

Private Function NeedsRepair(ByVal cell As Range) As Boolean
    Dim formula As String
    formula = FormulaOf(cell)
    NeedsRepair = (WithoutAddinPath(formula) <> formula) Or ShowsNameError(cell)
End Function

Private Function ShowsNameError(ByVal cell As Range) As Boolean
    If IsError(cell.Value2) Then ShowsNameError = (cell.Value2 = CVErr(ERROR_NAME))
End Function

' Whether Excel knows every function that a cell calls; the answers so far, |SUM+|OTHER-, spare
' asking twice.
Private Function KnowsAll(ByVal cell As Range, ByRef answers As String) As Boolean
    Dim names As Variant
    Dim i As Long
    names = Split(CalledNames(FormulaOf(cell)), "|")
    For i = LBound(names) To UBound(names)
        If Len(names(i)) > 0 Then
            If InStr(answers, "|" & names(i) & "+") = 0 And InStr(answers, "|" & names(i) & "-") = 0 Then
                answers = answers & "|" & names(i) & IIf(KnowsName(cell, CStr(names(i))), "+", "-")
            End If
            If InStr(answers, "|" & names(i) & "-") > 0 Then Exit Function
        End If
    Next i
    KnowsAll = True
End Function

' Tried on a formula of its own, which stands in no cell: an unknown name is #NAME?, a known one
' without arguments a value or another error.
Private Function KnowsName(ByVal cell As Range, ByVal functionName As String) As Boolean
    Dim answer As Variant
    On Error Resume Next
    KnowsName = True
    answer = cell.Worksheet.Evaluate(functionName & "()")
    If IsError(answer) Then KnowsName = (answer <> CVErr(ERROR_NAME))
End Function

' Points links to an add-in of our name at this one. Only cells that need it are a reason: where two
' people share a workbook, each path works for both, and changing it would go on for ever.
Private Function RelinkBook(ByVal book As Workbook) As Long
    Dim links As Variant
    Dim i As Long
    On Error Resume Next
    links = book.LinkSources(xlExcelLinks)
    If Not IsArray(links) Then Exit Function
    For i = LBound(links) To UBound(links)
        If IsOtherAddin(CStr(links(i)), ThisWorkbook.FullName) Then
            Err.Clear
            book.ChangeLink CStr(links(i)), ThisWorkbook.FullName, xlLinkTypeExcelLinks
            If Err.Number = 0 Then RelinkBook = RelinkBook + 1
        End If
    Next i
End Function

' Whether Excel has saved the workbook's formulas as those of an add-in of our name.
Private Function IsTied(ByVal book As Workbook) As Boolean
    Dim links As Variant
    Dim i As Long
    On Error Resume Next
    links = book.LinkSources(xlExcelLinks)
    If Not IsArray(links) Then Exit Function
    For i = LBound(links) To UBound(links)
        If IsAddin(CStr(links(i))) Then IsTied = True
    Next i
End Function

' Whether a path is that of our add-in, but not the one that is open.
Public Function IsOtherAddin(ByVal path As String, ByVal ours As String) As Boolean
    IsOtherAddin = IsAddin(path) And (StrComp(path, ours, vbTextCompare) <> 0)
End Function

Private Function IsAddin(ByVal path As String) As Boolean
    Dim last As Long
    last = Larger(InStrRev(path, "\"), InStrRev(path, "/"))
    IsAddin = (StrComp(Mid$(path, last + 1), ADDIN_FILE, vbTextCompare) = 0)
End Function

Private Function Reentered(ByVal cell As Object, ByVal formula As String) As Boolean
    On Error Resume Next
    If IsLegacyArray(cell) Then
        If cell.Address = cell.CurrentArray.Cells(1, 1).Address Then cell.CurrentArray.FormulaArray = formula
    Else
        EnterFormula cell, formula
    End If
    Reentered = (Err.Number = 0)
End Function

Private Function IsLegacyArray(ByVal cell As Object) As Boolean
    Dim spills As Boolean
    On Error Resume Next
    spills = cell.HasSpill
    IsLegacyArray = cell.HasArray And Not spills
End Function
