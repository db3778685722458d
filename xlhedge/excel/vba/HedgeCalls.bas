Attribute VB_Name = "HedgeCalls"
Option Explicit
Option Private Module

' The way of a call: cells become plain values, Python answers, tagged answers become errors.

Private Const TAG_TEXT As String = "xlhedge error"
Private Const NOT_CALCULATED As Long = vbObjectError + 6
Private Const WORTH_PACKING As Long = 512
Private Const BLOCK_CELLS As Long = 1024
Private Const DAYS_TO_1904 As Long = 1462 ' of a date counted from 1900

Private Type NumberBlock
    Items(0 To 1023) As Double
End Type

Private Type ByteBlock
    Items(0 To 8191) As Byte
End Type

' The one call behind every worksheet function.
Public Function HedgeCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim plain As Variant
    Dim answer As Variant
    Dim errorNumber As Long
    On Error GoTo Failed
    plain = PlainArguments(arguments)
    CountDaysFrom1900 functionName, plain
    errorNumber = AskPython(functionName, plain, answer)
    If errorNumber = 0 Then
        HedgeCall = CellsOfAnswer(answer)
    Else
        HedgeCall = CVErr(errorNumber)
    End If
    Exit Function
Failed:
    HedgeCall = CVErr(IIf(Err.Number = NOT_CALCULATED, ERROR_NA, ERROR_VALUE))
    If Err.Number = NOT_CALCULATED And TypeName(Application.Caller) = "Range" Then Exit Function
    KeepTrouble functionName & ": " & Err.Description
End Function

' An optional argument: what was omitted arrives as a blank does.
Public Function OrBlank(Optional ByRef argument As Variant) As Variant
    If IsMissing(argument) Then
        OrBlank = Empty
    ElseIf IsObject(argument) Then
        Set OrBlank = argument
    Else
        OrBlank = argument
    End If
End Function

' The arguments of a function that takes all the cells that follow: one list.
Public Function WithRest(ByVal first As Variant, ByVal rest As Variant) As Variant
    Dim all() As Variant
    Dim count As Long
    Dim i As Long
    count = UBound(first) - LBound(first) + 1
    ReDim all(0 To count + UBound(rest) - LBound(rest))
    For i = LBound(first) To UBound(first)
        PutInto all(i - LBound(first)), OrBlank(first(i))
    Next i
    For i = LBound(rest) To UBound(rest)
        PutInto all(count + i - LBound(rest)), OrBlank(rest(i))
    Next i
    WithRest = all
End Function

Private Sub PutInto(ByRef place As Variant, ByVal value As Variant)
    If IsObject(value) Then
        Set place = value
    Else
        place = value
    End If
End Sub

' Values instead of Range objects: each Range costs Python dozens of calls back into Excel.
Public Function PlainArguments(ByVal arguments As Variant) As Variant
    Dim plain() As Variant
    Dim lastRow As Long
    Dim lastColumn As Long
    Dim i As Long
    ReDim plain(LBound(arguments) To UBound(arguments))
    FindEnd arguments, lastRow, lastColumn
    For i = LBound(arguments) To UBound(arguments)
        If IsObject(arguments(i)) Then
            plain(i) = Packed(RangeValues(arguments(i), lastRow, lastColumn))
        Else
            plain(i) = Packed(arguments(i))
        End If
    Next i
    PlainArguments = plain
End Function

' A workbook may count its days from 1904; Python counts them from 1900. HEDGE_EXPLAIN's first argument
' names the function whose arguments follow.
Public Sub CountDaysFrom1900(ByVal functionName As String, ByRef plain As Variant)
    Dim places As Variant
    Dim first As Long
    Dim i As Long
    If functionName = "HEDGE_EXPLAIN" Then
        If VarType(plain(0)) <> vbString Then Exit Sub
        functionName = UCase$(Trim$(Replace(plain(0), "=", "")))
        first = 1
    End If
    If Len(DateArguments(functionName)) = 0 Then Exit Sub
    places = Split(DateArguments(functionName), " ")
    If Not CallingBook().Date1904 Then Exit Sub
    For i = 0 To UBound(places)
        If first + CLng(places(i)) <= UBound(plain) Then
            plain(first + CLng(places(i))) = DayFrom1900(plain(first + CLng(places(i))))
        End If
    Next i
End Sub

' A number is later by the days between the two starts; a blank, a text or an error is no date.
Private Function DayFrom1900(ByVal value As Variant) As Variant
    DayFrom1900 = value
    If Dimensions(value) = 2 Then
        If UBound(value, 1) > LBound(value, 1) Or UBound(value, 2) > LBound(value, 2) Then Exit Function
        DayFrom1900 = DayFrom1900(value(LBound(value, 1), LBound(value, 2)))
        Exit Function
    End If
    Select Case VarType(value)
        Case vbDouble, vbDate, vbLong, vbInteger, vbSingle, vbCurrency
            DayFrom1900 = CDbl(value) + DAYS_TO_1904
    End Select
End Function

' The workbook of the cell that calls; a button asks for the active one.
Private Function CallingBook() As Workbook
    If TypeName(Application.Caller) = "Range" Then
        Set CallingBook = Application.Caller.Worksheet.Parent
    Else
        Set CallingBook = ActiveWorkbook
    End If
End Function

' Where whole columns and rows end: at the last used cell of all of them, so that pairs stay pairs.
Private Sub FindEnd(ByVal arguments As Variant, ByRef lastRow As Long, ByRef lastColumn As Long)
    Dim source As Range
    Dim used As Range
    Dim i As Long
    For i = LBound(arguments) To UBound(arguments)
        If IsObject(arguments(i)) Then
            Set source = arguments(i)
            If RunsDown(source) Or RunsAcross(source) Then
                Set used = Application.Intersect(source, source.Worksheet.UsedRange)
                If Not used Is Nothing Then
                    lastRow = Larger(lastRow, used.Row + used.Rows.Count - 1)
                    lastColumn = Larger(lastColumn, used.Column + used.Columns.Count - 1)
                End If
            End If
        End If
    Next i
End Sub

Private Function RunsDown(ByVal source As Range) As Boolean
    RunsDown = (source.Row + source.Rows.Count - 1 = source.Worksheet.Rows.Count)
End Function

Private Function RunsAcross(ByVal source As Range) As Boolean
    RunsAcross = (source.Column + source.Columns.Count - 1 = source.Worksheet.Columns.Count)
End Function

Private Function RangeValues(ByVal source As Range, ByVal lastRow As Long, ByVal lastColumn As Long) As Variant
    Dim rowCount As Long
    Dim columnCount As Long
    If source.Areas.Count > 1 Then
        Err.Raise vbObjectError + 1, , "an argument has " & source.Areas.Count & " areas; give one range."
    End If
    rowCount = source.Rows.Count
    columnCount = source.Columns.Count
    If RunsDown(source) Then rowCount = Larger(1, lastRow - source.Row + 1)
    If RunsAcross(source) Then columnCount = Larger(1, lastColumn - source.Column + 1)
    RangeValues = source.Resize(rowCount, columnCount).Value2
    If WaitsForCells(source.Resize(rowCount, columnCount), RangeValues) Then
        Err.Raise NOT_CALCULATED, , "a cell that it reads is not calculated yet; click Recalculate all."
    End If
End Function

' Excel may call before it has calculated what is read, and calls again afterwards: such a cell is
' empty and holds a formula. To answer at once spares a slow function its first, vain call.
Private Function WaitsForCells(ByVal source As Range, ByRef values As Variant) As Boolean
    Dim formulas As Variant
    Dim i As Long
    Dim j As Long
    If VarType(source.HasFormula) = vbBoolean Then ' Null where some cells hold formulas
        If Not source.HasFormula Then Exit Function
    End If
    If Not IsArray(values) Then
        WaitsForCells = IsEmpty(values)
        Exit Function
    End If
    For i = LBound(values, 1) To UBound(values, 1)
        For j = LBound(values, 2) To UBound(values, 2)
            If IsEmpty(values(i, j)) Then
                If IsEmpty(formulas) Then formulas = source.Formula
                If Left$(formulas(i, j), 1) = "=" Then
                    WaitsForCells = True
                    Exit Function
                End If
            End If
        Next j
    Next i
End Function

Public Function Larger(ByVal a As Long, ByVal b As Long) As Long
    If a > b Then
        Larger = a
    Else
        Larger = b
    End If
End Function

' Numbers and blanks travel as their bytes, many times faster than as Variants: the size of the
' range, then its cells row by row, a block after the other. A blank is the number that Gap gives.
' A range with anything else in it, or of few cells, travels as it is.
Public Function Packed(ByRef values As Variant) As Variant
    Dim parts() As Variant
    Dim numbers As NumberBlock
    Dim blank As Double
    Dim count As Long
    Dim part As Long
    Dim filled As Long
    Dim i As Long
    Dim j As Long
    If Dimensions(values) = 2 Then
        count = (UBound(values, 1) - LBound(values, 1) + 1) * (UBound(values, 2) - LBound(values, 2) + 1)
    End If
    If count < WORTH_PACKING Then
        Packed = values
        Exit Function
    End If
    blank = Gap()
    ReDim parts(0 To 1 + (count + BLOCK_CELLS - 1) \ BLOCK_CELLS)
    parts(0) = CDbl(UBound(values, 1) - LBound(values, 1) + 1)
    parts(1) = CDbl(UBound(values, 2) - LBound(values, 2) + 1)
    part = 2
    For i = LBound(values, 1) To UBound(values, 1)
        For j = LBound(values, 2) To UBound(values, 2)
            Select Case VarType(values(i, j))
                Case vbDouble
                    If values(i, j) = blank Then
                        Packed = values
                        Exit Function
                    End If
                    numbers.Items(filled) = values(i, j)
                Case vbEmpty
                    numbers.Items(filled) = blank
                Case Else
                    Packed = values
                    Exit Function
            End Select
            filled = filled + 1
            If filled = BLOCK_CELLS Then
                parts(part) = BytesOf(numbers)
                part = part + 1
                filled = 0
            End If
        Next j
    Next i
    If filled > 0 Then parts(part) = BytesOf(numbers)
    Packed = parts
End Function

' LSet between two types copies the memory as it is.
Private Function BytesOf(ByRef numbers As NumberBlock) As Variant
    Dim same As ByteBlock
    LSet same = numbers
    BytesOf = same.Items
End Function

' A power of two, the same to the last bit here and in Python; a range that holds it is not packed.
Public Function Gap() As Double
    Gap = -(2 ^ 1023)
End Function

Public Function Dimensions(ByRef values As Variant) As Long
    Dim bound As Long
    If Not IsArray(values) Then Exit Function
    On Error GoTo Counted
    Do
        bound = UBound(values, Dimensions + 1)
        Dimensions = Dimensions + 1
    Loop
Counted:
End Function

' What the cell shows: the answer, with Excel's errors where Python says so.
Public Function CellsOfAnswer(ByRef answer As Variant) As Variant
    Dim shown() As Variant
    Dim i As Long
    Dim j As Long
    Select Case Dimensions(answer)
        Case 0
            CellsOfAnswer = CellOf(answer)
        Case 1
            ReDim shown(LBound(answer) To UBound(answer))
            For i = LBound(answer) To UBound(answer)
                shown(i) = CellOf(answer(i))
            Next i
            CellsOfAnswer = shown
        Case Else
            ReDim shown(LBound(answer, 1) To UBound(answer, 1), LBound(answer, 2) To UBound(answer, 2))
            For i = LBound(answer, 1) To UBound(answer, 1)
                For j = LBound(answer, 2) To UBound(answer, 2)
                    shown(i, j) = CellOf(answer(i, j))
                Next j
            Next i
            CellsOfAnswer = shown
    End Select
End Function

Private Function CellOf(ByVal value As Variant) As Variant
    Dim tag As String
    CellOf = value
    If VarType(value) = vbString Then
        tag = ErrorTag()
        If Left$(value, Len(tag)) = tag Then CellOf = CVErr(ErrorNumberOf(Mid$(value, Len(tag) + 1)))
    End If
End Function

Public Function ErrorTag() As String
    ErrorTag = Chr$(31) & TAG_TEXT & Chr$(31)
End Function
