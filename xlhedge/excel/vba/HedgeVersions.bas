Attribute VB_Name = "HedgeVersions"
Option Explicit
Option Private Module

' What changed since a workbook was made: Python knows it, here the workbook's calls are gathered.

Private Const STAMP_NAME As String = "xlhedge_version"
Private Const STAMP_LABEL As String = "Made for xlhedge"
Private Const STAMP_START As String = "xlhedge "
Private Const EVALUATE_LIMIT As Long = 255

' The cells whose function changed a default or rule since, with what was, what is, what to do.
' Empty where nothing changed, or where the workbook does not say which version made it.
Public Function ChangesIn(ByVal book As Workbook) As String
    Dim calls As Collection
    Dim answer As Variant
    If Len(OtherVersion(book)) = 0 Then Exit Function
    Set calls = CallsIn(HedgeCells(book))
    If calls.Count = 0 Then Exit Function
    answer = HedgeCall("HEDGE_EXPLAIN", Array("changes since", OtherVersion(book), TableOf(calls)))
    If IsError(answer) Then answer = LastTrouble()
    If answer <> "ok" Then ChangesIn = answer
End Function

' What a workbook says of the version that made it; empty where that is this one, or not said.
Public Function OtherVersion(ByVal book As Workbook) As String
    Dim stamp As Range
    On Error Resume Next
    Set stamp = StampOf(book)
    If stamp Is Nothing Then Exit Function
    OtherVersion = CStr(stamp.Value2)
    If OtherVersion = STAMP_START & HedgeVersion() Then OtherVersion = ""
End Function

' Enters the stamp anew, so that the Checks page asks again: it would show its old answer until then.
Public Sub AskAgain(ByVal book As Workbook)
    Dim stamp As Range
    On Error Resume Next
    If Len(OtherVersion(book)) = 0 Then Exit Sub
    Set stamp = StampOf(book)
    stamp.Value2 = stamp.Value2
End Sub

' The first version's templates gave the cell no name: it stands beside its label.
Private Function StampOf(ByVal book As Workbook) As Range
    On Error Resume Next
    Set StampOf = book.Names(STAMP_NAME).RefersToRange
    If StampOf Is Nothing Then
        Set StampOf = book.Worksheets("About").UsedRange.Find(What:=STAMP_LABEL, LookIn:=xlValues, LookAt:=xlWhole).Offset(0, 1)
    End If
End Function

' Every call of ours: the function, its cell, and which arguments it fills.
Private Function CallsIn(ByVal cells As Collection) As Collection
    Dim cell As Range
    Dim formula As String
    Dim start As Long
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    Dim calls As New Collection
    For Each cell In cells
        formula = FormulaOf(cell)
        start = 1
        Do While FindCall(formula, start, prefixStart, nameStart, nameEnd)
            calls.Add Array(Mid$(formula, nameStart, nameEnd - nameStart + 1), PlaceOf(cell), _
                FilledArguments(cell, ArgumentTexts(formula, nameEnd + 1)))
            start = nameEnd + 1
        Loop
    Next cell
    Set CallsIn = calls
End Function

Private Function PlaceOf(ByVal cell As Range) As String
    PlaceOf = "'" & Replace(cell.Worksheet.Name, "'", "''") & "'!" & Replace(cell.Address, "$", "")
End Function

Private Function FilledArguments(ByVal cell As Range, ByVal texts As Variant) As String
    Dim i As Long
    For i = 0 To UBound(texts)
        If IsFilled(cell, CStr(texts(i))) Then FilledArguments = FilledArguments & " " & (i + 1)
    Next i
End Function

' A blank cell stands for the default, as an argument left out does.
Private Function IsFilled(ByVal cell As Range, ByVal text As String) As Boolean
    Dim value As Variant
    IsFilled = (Len(text) > 0)
    If Not IsFilled Or Len(text) > EVALUATE_LIMIT Or InStr(text, "(") > 0 Then Exit Function
    On Error Resume Next
    TakeValue value, cell, text
    If Not IsObject(value) Then Exit Function
    If value.Rows.Count = 1 And value.Columns.Count = 1 Then IsFilled = Not IsEmpty(value.Value2)
End Function

Private Function TableOf(ByVal calls As Collection) As Variant
    Dim table() As Variant
    Dim i As Long
    Dim j As Long
    ReDim table(1 To calls.Count, 1 To 3)
    For i = 1 To calls.Count
        For j = 1 To 3
            table(i, j) = calls(i)(j - 1)
        Next j
    Next i
    TableOf = table
End Function
