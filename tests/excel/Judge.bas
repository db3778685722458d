Attribute VB_Name = "Judge"
Option Explicit

Private starts As String
Private said As String
Private running As Boolean
Private failing As Long
Private refusing As Long

' What the tests ask of our VBA: results as text, so that types and errors can be seen.

' A value with its type: Double 1.5, Error 2042, [Double 1|Empty ].
Public Function Shown(ByVal value As Variant) As String
    Dim i As Long
    Dim j As Long
    Select Case Dimensions(value)
        Case 0
            If IsError(value) Then
                Shown = ErrorText(value)
            ElseIf IsEmpty(value) Then
                Shown = "Empty"
            Else
                Shown = TypeName(value) & " " & CStr(value)
            End If
        Case 1
            For i = LBound(value) To UBound(value)
                Shown = Shown & Shown_(value(i), i > LBound(value))
            Next i
            Shown = "[" & Shown & "]"
        Case Else
            For i = LBound(value, 1) To UBound(value, 1)
                For j = LBound(value, 2) To UBound(value, 2)
                    Shown = Shown & Shown_(value(i, j), j > LBound(value, 2))
                Next j
                If i < UBound(value, 1) Then Shown = Shown & ";"
            Next i
            Shown = "[" & Shown & "]"
    End Select
End Function

Private Function Shown_(ByVal value As Variant, ByVal comma As Boolean) As String
    If comma Then Shown_ = ","
    Shown_ = Shown_ & Shown(value)
End Function

Private Function ErrorText(ByVal value As Variant) As String
    Dim number As Variant
    ErrorText = "Error"
    For Each number In Array(2000, 2007, 2015, 2023, 2029, 2036, 2042, 2043, 2045, 2050)
        If value = CVErr(number) Then ErrorText = "Error " & number
    Next number
End Function

Public Function Answer(ByVal value As Variant) As String
    Answer = Shown(CellsOfAnswer(value))
End Function

' UNO hands over lists of lists; a range's values are one array of two dimensions.
Private Function Square(ByVal rows As Variant) As Variant
    Dim cells() As Variant
    Dim i As Long
    Dim j As Long
    ReDim cells(1 To UBound(rows) + 1, 1 To UBound(rows(0)) + 1)
    For i = 0 To UBound(rows)
        For j = 0 To UBound(rows(i))
            cells(i + 1, j + 1) = rows(i)(j)
        Next j
    Next i
    Square = cells
End Function

Public Function TableAnswer(ByVal rows As Variant) As String
    TableAnswer = Shown(CellsOfAnswer(Square(rows)))
End Function

' In the place of bytes; LibreOffice would hand over the array itself.
Public Function CopyOf(ByVal numbers As Variant) As Variant
    Dim copy(0 To 1023) As Double
    Dim i As Long
    For i = 0 To 1023
        copy(i) = numbers(i)
    Next i
    CopyOf = copy
End Function

' A packed range: its size, and after each semicolon the numbers of a block.
Public Function PackedText(ByVal rows As Variant) As String
    Dim result As Variant
    Dim i As Long
    Dim j As Long
    result = Packed(Square(rows))
    PackedText = TypeName(result) & " "
    If Dimensions(result) = 2 Then
        PackedText = PackedText & Shown(result)
        Exit Function
    End If
    PackedText = PackedText & Shown(result(0)) & " " & Shown(result(1))
    For i = 2 To UBound(result)
        For j = LBound(result(i)) To UBound(result(i))
            If j = LBound(result(i)) Then
                PackedText = PackedText & ";"
            Else
                PackedText = PackedText & "|"
            End If
            PackedText = PackedText & CStr(result(i)(j))
        Next j
    Next i
End Function

Public Function Texts(ByVal formula As String, ByVal opening As Long) As String
    Texts = Join(ArgumentTexts(formula, opening), "|")
End Function

Public Function OrBlankText() As String
    OrBlankText = Shown(OrBlankOnce()) & " " & Shown(OrBlankOnce(2)) & " " & Shown(OrBlankOnce("x"))
End Function

Private Function OrBlankOnce(Optional argument As Variant) As Variant
    OrBlankOnce = OrBlank(argument)
End Function

' In the place of Python: says what it was asked, or does what the first argument wants.
Public Function AskPython(ByVal functionName As String, ByVal arguments As Variant, ByRef answer As Variant) As Long
    answer = functionName & Shown(arguments)
    Select Case VarType(arguments(0))
        Case vbString
            If arguments(0) = "no python" Then AskPython = 2042
            If arguments(0) = "exception" Then AskPython = 2015
            If arguments(0) = "#NUM!" Then answer = ErrorTag() & arguments(0)
    End Select
End Function

Public Function CallText(ByVal functionName As String, ByVal first As Variant) As String
    CallText = Shown(HedgeCall(functionName, Array(first)))
End Function

Public Function Asked(ByVal functionName As String, ByVal arguments As Variant) As String
    Asked = Shown(HedgeCall(functionName, arguments))
End Function

Public Function WrapperText(ByVal number As Long) As String
    Select Case number
        Case 1
            WrapperText = Shown(FUTURES_CONTRACTS(1000, 50))
        Case 2
            WrapperText = Shown(FUTURES_CONTRACTS(1000, 50, , 2, , , , True))
        Case 3
            WrapperText = Shown(HEDGE_EXPLAIN("HEDGE_RATIO", 5, , "x"))
        Case 4
            WrapperText = Shown(HEDGE_EXPLAIN("HEDGE_RATIO"))
        Case 5
            WrapperText = Shown(HEDGE_RATIO(CVErr(2007), Empty))
    End Select
End Function

' In the place of Windows, xlwings' library and Python: they say what they were asked for.
Public Function Variable(ByVal variableName As String) As String
    Variable = starts
End Function

Public Sub KeepVariable(ByVal variableName As String, ByVal text As String)
    starts = text
End Sub

Public Function FileIsThere(ByVal path As String) As Boolean
    FileIsThere = True
End Function

Public Function ActivatedByJudge(ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
    Dim word As String
    word = Array("stop", "find", "start")(mode + 1)
    said = said & word & Mid$(config, InStr(config, "#"), 2) & " "
    Set result = Nothing
    If mode = 1 And refusing > 0 Then
        refusing = refusing - 1
        result = "it ended"
        ActivatedByJudge = 1
        Exit Function
    End If
    If mode = 1 Then running = True
    If mode = -1 Then running = False
    If running Then Set result = ThisWorkbook
End Function

Public Function CallJudge(ByVal moduleName As String, ByVal functionName As String, ByVal arguments As Variant, ByVal book As Variant, ByVal caller As Variant) As Variant
    said = said & "warm "
    failing = failing - 1
    If failing >= 0 Then Err.Raise 462
End Function

Public Function Restarts() As String
    StartServer
    StartServer
    StopServer
    StartServer
    failing = 1
    StartServer
    failing = 2
    StartServer
    refusing = 1
    StopServer
    StartServer
    refusing = 2
    StopServer
    Restarts = said & StartServer() & " because " & LastTrouble()
End Function

Public Function CommandTrouble(ByVal python As String) As String
    On Error Resume Next
    CommandTrouble = ServerCommand(python, 1)
    If Err.Number <> 0 Then CommandTrouble = Err.Description
End Function

Public Function DoctorText(ByVal place As String) As String
    DoctorText = PythonCommand(DataFolder() & place, "xlhedge.excel.install_main doctor")
End Function

' A Windows that knows short names of some folders alone.
Public Function ShortPath(ByVal path As String) As String
    ShortPath = Replace(path, ChrW(321) & "ukasz", "UKASZ~1")
End Function

Public Function IsOfCodePage(ByVal text As String) As Boolean
    IsOfCodePage = (InStr(text, ChrW(321)) = 0)
End Function

' In the place of Worksheet.Evaluate, which LibreOffice does not have.
Public Function Evaluated(ByVal text As String) As Variant
    If text Like "[A-Z]#*" Then
        Set Evaluated = ThisWorkbook.Worksheets(1).Range(text)
    Else
        Evaluated = Val(text)
    End If
End Function

Public Function CellsFound() As String
    Dim cell As Variant
    For Each cell In HedgeCells(ThisWorkbook)
        CellsFound = CellsFound & cell.Address & " "
    Next cell
End Function

Public Function MayHoldHedgeCells(ByVal sheet As Object) As Boolean
    MayHoldHedgeCells = True
End Function

Public Function Explained(ByVal place As String) As String
    Explained = ExplainCell(ThisWorkbook.Worksheets(1).Range(place))
End Function

' In the place of the workbook's names.
Public Function StampOf(ByVal book As Object) As Object
    Set StampOf = ThisWorkbook.Worksheets(1).Range("L1")
End Function

Public Function Changes() As String
    Changes = ChangesIn(ThisWorkbook)
End Function
