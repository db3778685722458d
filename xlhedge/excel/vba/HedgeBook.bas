Attribute VB_Name = "HedgeBook"
Option Explicit
Option Private Module

' Our cells of a workbook: listed, recalculated, explained.

Private Const NO_SUCH_MEMBER As Long = 438

Private statusIsOurs As Boolean

' Every cell of a workbook whose formula holds one of our functions.
Public Function HedgeCells(ByVal book As Workbook) As Collection
    Dim sheet As Worksheet
    Dim formulas As Range
    Dim area As Range
    Dim ours As New Collection
    For Each sheet In book.Worksheets
        Set formulas = Nothing
        If MayHoldHedgeCells(sheet) Then Set formulas = FormulaCells(sheet)
        If Not formulas Is Nothing Then
            For Each area In formulas.Areas
                AddHedgeCells ours, area
            Next area
        End If
    Next sheet
    Set HedgeCells = ours
End Function

' All our names have a _ : one search spares the sheets of models that are none of ours. It searches
' as Excel's own window does at first, since Excel keeps these settings for it.
Private Function MayHoldHedgeCells(ByVal sheet As Worksheet) As Boolean
    On Error Resume Next
    MayHoldHedgeCells = True
    MayHoldHedgeCells = Not sheet.UsedRange.Find(What:="=*_*(", LookIn:=xlFormulas, LookAt:=xlPart) Is Nothing
End Function

' A block's formulas are read at once: this runs for every workbook that is opened.
Private Sub AddHedgeCells(ByVal ours As Collection, ByVal area As Range)
    Dim texts As Variant
    Dim i As Long
    Dim j As Long
    texts = FormulasOf(area)
    If IsArray(texts) Then
        For i = LBound(texts, 1) To UBound(texts, 1)
            For j = LBound(texts, 2) To UBound(texts, 2)
                If IsOurs(texts(i, j)) Then
                    AddUnlessSpilled ours, area.Cells(i - LBound(texts, 1) + 1, j - LBound(texts, 2) + 1)
                End If
            Next j
        Next i
    ElseIf IsOurs(texts) Then
        AddUnlessSpilled ours, area.Cells(1, 1)
    End If
End Sub

' A cell that another one's table spills into may show that one's formula; it must stay empty.
Private Sub AddUnlessSpilled(ByVal ours As Collection, ByVal cell As Object)
    Dim anchor As String
    On Error Resume Next
    anchor = cell.SpillParent.Address
    If anchor = "" Or anchor = cell.Address Then ours.Add cell
End Sub

Private Function IsOurs(ByVal formula As Variant) As Boolean
    If VarType(formula) = vbString Then
        If Left$(formula, 1) = "=" Then IsOurs = HoldsHedgeFunction(formula)
    End If
End Function

' SpecialCells raises an error where there are none, and on some protected sheets.
Private Function FormulaCells(ByVal sheet As Worksheet) As Range
    On Error Resume Next
    Set FormulaCells = sheet.UsedRange.SpecialCells(xlCellTypeFormulas)
    If FormulaCells Is Nothing And sheet.ProtectContents Then Set FormulaCells = sheet.UsedRange
End Function

' Formula2 says where one value of several is meant (@); Excel before dynamic arrays has none.
Private Function FormulasOf(ByVal block As Object) As Variant
    On Error Resume Next
    FormulasOf = block.Formula2
    If Err.Number <> 0 Then FormulasOf = block.Formula
End Function

Public Function FormulaOf(ByVal cell As Range) As String
    Dim formula As Variant
    formula = FormulasOf(cell)
    If VarType(formula) = vbString Then
        If Left$(formula, 1) = "=" Then FormulaOf = formula
    End If
End Function

' Enters a formula that may fill several cells: Range.Formula would put an @ before it. Excel before
' dynamic arrays has no Formula2.
Public Sub EnterFormula(ByVal cell As Object, ByVal formula As String)
    On Error GoTo OlderExcel
    cell.Formula2 = formula
    Exit Sub
OlderExcel:
    If Err.Number <> NO_SUCH_MEMBER Then Err.Raise Err.Number, , Err.Description
    cell.Formula = formula
End Sub

' Recalculates our cells of a workbook and what depends on them.
Public Sub RecalculateBook(ByVal book As Workbook)
    Dim ours As Collection
    Dim started As Double
    Set ours = HedgeCells(book)
    started = Timer
    MarkDirty ours, book
    Application.Calculate
    ShowResult ours, Timer - started
End Sub

' Recalculates everything that is open, its dependencies traced anew.
Public Sub RecalculateEverything(ByVal book As Workbook)
    Dim started As Double
    started = Timer
    Application.CalculateFullRebuild
    ShowResult HedgeCells(book), Timer - started
End Sub

' Excel has marked the same place of the active sheet instead: each sheet is made the active one.
Private Sub MarkDirty(ByVal ours As Collection, ByVal book As Workbook)
    Dim before As Object
    Dim cell As Range
    Dim updating As Boolean
    Dim events As Boolean
    updating = Application.ScreenUpdating
    events = Application.EnableEvents
    On Error GoTo Failed
    Set before = book.ActiveSheet
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    For Each cell In ours
        If cell.Worksheet.Visible = xlSheetVisible Then
            If Not cell.Worksheet Is book.ActiveSheet Then cell.Worksheet.Activate
            cell.Dirty
        Else
            cell.Calculate
        End If
    Next cell
Restore:
    On Error Resume Next
    before.Activate
    Application.EnableEvents = events
    Application.ScreenUpdating = updating
    Exit Sub
Failed:
    Resume Restore
End Sub

Private Sub ShowResult(ByVal ours As Collection, ByVal seconds As Double)
    Dim cell As Range
    Dim errors As Long
    For Each cell In ours
        If IsError(cell.Value2) Then errors = errors + 1
    Next cell
    If seconds < 0 Then seconds = seconds + 86400
    ShowStatus ResultText(ours.Count, errors, seconds)
End Sub

Public Function ResultText(ByVal count As Long, ByVal errors As Long, ByVal seconds As Double) As String
    ResultText = "Hedge: " & Counted(count, "cell") & " recalculated in " & Format$(seconds, "0.00") _
        & " s, " & Counted(errors, "error") & "."
    If errors > 0 And Len(LastTrouble()) > 0 Then ResultText = ResultText & " " & LastTrouble()
End Function

Public Function Counted(ByVal count As Long, ByVal noun As String) As String
    Counted = count & " " & noun
    If count <> 1 Then Counted = Counted & "s"
End Function

Public Sub ShowStatus(ByVal sentence As String)
    Application.StatusBar = Left$(sentence, 255)
    statusIsOurs = True
End Sub

' Gives the status bar back to Excel.
Public Sub ClearStatus()
    If Not statusIsOurs Then Exit Sub
    Application.StatusBar = False
    statusIsOurs = False
End Sub

' The sentences behind the errors in a cell, one for each of our functions in its formula.
Public Function ExplainCell(ByVal cell As Range) As String
    Dim formula As String
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    Dim start As Long
    formula = FormulaOf(cell)
    start = 1
    Do While FindCall(formula, start, prefixStart, nameStart, nameEnd)
        ExplainCell = ExplainCell & ExplainCall(cell, formula, nameStart, nameEnd) & vbCrLf
        start = nameEnd + 1
    Loop
    If start = 1 Then ExplainCell = "The active cell holds none of the hedge functions."
End Function

Private Function ExplainCall(ByVal cell As Range, ByVal formula As String, ByVal nameStart As Long, ByVal nameEnd As Long) As String
    Dim functionName As String
    Dim texts As Variant
    Dim arguments() As Variant
    Dim answer As Variant
    Dim i As Long
    functionName = Mid$(formula, nameStart, nameEnd - nameStart + 1)
    texts = ArgumentTexts(formula, nameEnd + 1)
    ReDim arguments(0 To UBound(texts) + 1)
    arguments(0) = functionName
    For i = 0 To UBound(texts)
        If Len(texts(i)) > 255 Then
            ExplainCall = functionName & ": argument " & (i + 1) & " is longer than the 255 characters that can be read on their own."
            Exit Function
        End If
        If IsUnseen(cell, CStr(texts(i))) Then
            ExplainCall = functionName & ": argument " & (i + 1) & ", " & texts(i) & ", is known inside its formula alone: " _
                & "a name of LET, this row of a table, or a name that does not exist. Put it into a cell of its own."
            Exit Function
        End If
        If Len(texts(i)) > 0 Then TakeValue arguments(i + 1), cell, CStr(texts(i))
    Next i
    answer = HedgeCall("HEDGE_EXPLAIN", arguments)
    If IsError(answer) Then answer = LastTrouble()
    ExplainCall = functionName & ": " & answer
End Function

' An argument read on its own has neither the formula's names nor its row.
Private Function IsUnseen(ByVal cell As Range, ByVal text As String) As Boolean
    Dim value As Variant
    If Len(text) = 0 Then Exit Function
    IsUnseen = InStr(text, "[@") > 0 Or InStr(1, text, "[#This Row]", vbTextCompare) > 0
    If Not IsUnseen Then TakeValue value, cell, text
    If IsObject(value) Then Exit Function
    If IsError(value) Then IsUnseen = (value = CVErr(ERROR_NAME))
End Function

Public Sub TakeValue(ByRef place As Variant, ByVal cell As Range, ByVal text As String)
    If IsObject(cell.Worksheet.Evaluate(text)) Then
        Set place = cell.Worksheet.Evaluate(text)
    Else
        place = cell.Worksheet.Evaluate(text)
    End If
End Sub
