Attribute VB_Name = "HedgeFormulas"
Option Explicit
Option Private Module

' Finds our functions in the text of a formula, as Range.Formula2 gives it. Knows no workbook.

Private Const ADDIN_FILE As String = "xlhedge.xlam"

Public Function HoldsHedgeFunction(ByVal formula As String) As Boolean
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    prefixStart = InStr(formula, "_") ' all our names have one before their parenthesis
    If prefixStart = 0 Then Exit Function
    If InStr(prefixStart, formula, "(") = 0 Then Exit Function
    HoldsHedgeFunction = FindCall(formula, 1, prefixStart, nameStart, nameEnd)
End Function

' The formula with plain names where they stood behind the path of an add-in.
Public Function WithoutAddinPath(ByVal formula As String) As String
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    Dim start As Long
    WithoutAddinPath = formula
    If InStr(1, formula, ADDIN_FILE, vbTextCompare) = 0 Then Exit Function
    start = 1
    Do While FindCall(formula, start, prefixStart, nameStart, nameEnd)
        start = nameEnd + 1
        If prefixStart < nameStart Then
            If InStr(1, Mid$(formula, prefixStart, nameStart - prefixStart), ADDIN_FILE, vbTextCompare) > 0 Then
                formula = Left$(formula, prefixStart - 1) & Mid$(formula, nameStart)
                start = prefixStart + nameEnd - nameStart + 1
            End If
        End If
    Loop
    WithoutAddinPath = formula
End Function

' Finds the next call of one of our functions; prefixStart is where 'C:\...\xlhedge.xlam'! begins.
Public Function FindCall(ByVal formula As String, ByVal start As Long, ByRef prefixStart As Long, _
        ByRef nameStart As Long, ByRef nameEnd As Long) As Boolean
    Dim at As Long
    Dim last As Long
    Dim prefix As Long
    at = start
    Do While at <= Len(formula)
        last = TokenEnd(formula, at)
        If Mid$(formula, last + 1, 1) = "!" Then
            If prefix = 0 Then prefix = at
            last = last + 1
        ElseIf Mid$(formula, at, 1) = "[" And prefix = 0 Then
            prefix = at
        Else
            If Mid$(formula, last + 1, 1) = "(" Then ' And would look up every token
                FindCall = IsHedgeName(Mid$(formula, at, last - at + 1))
            End If
            If FindCall Then
                nameStart = at
                nameEnd = last
                prefixStart = at
                If prefix > 0 Then prefixStart = prefix
                Exit Function
            End If
            prefix = 0
        End If
        at = last + 1
    Loop
End Function

' The functions that a formula calls, each once: |SUM|HEDGE_RATIO|.
Public Function CalledNames(ByVal formula As String) As String
    Dim at As Long
    Dim last As Long
    Dim word As String
    at = 1
    CalledNames = "|"
    Do While at <= Len(formula)
        last = TokenEnd(formula, at)
        If Mid$(formula, last + 1, 1) = "(" Then
            word = UCase$(Mid$(formula, at, last - at + 1))
            If IsWordPart(Left$(word, 1)) And InStr(CalledNames, "|" & word & "|") = 0 Then CalledNames = CalledNames & word & "|"
        End If
        at = last + 1
    Loop
End Function

Public Function IsHedgeName(ByVal word As String) As Boolean
    If InStr(word, "_") = 0 Then Exit Function ' all our names have one: most functions have none
    If InStr(word, "|") = 0 Then IsHedgeName = InStr(1, HedgeNames(), "|" & word & "|", vbTextCompare) > 0
End Function

' The last character of the token that begins at a place: a text, a quoted name, brackets, a word.
Private Function TokenEnd(ByVal formula As String, ByVal at As Long) As Long
    Dim first As String
    first = Mid$(formula, at, 1)
    TokenEnd = at
    If first = """" Or first = "'" Then
        TokenEnd = QuoteEnd(formula, at, first)
    ElseIf first = "[" Then
        TokenEnd = BracketEnd(formula, at)
    ElseIf IsWordPart(first) Then
        Do While IsWordPart(Mid$(formula, TokenEnd + 1, 1))
            TokenEnd = TokenEnd + 1
        Loop
    End If
End Function

Private Function QuoteEnd(ByVal formula As String, ByVal at As Long, ByVal quote As String) As Long
    QuoteEnd = InStr(at + 1, formula, quote)
    Do While QuoteEnd > 0
        If Mid$(formula, QuoteEnd + 1, 1) <> quote Then Exit Function
        QuoteEnd = InStr(QuoteEnd + 2, formula, quote)
    Loop
    QuoteEnd = Len(formula)
End Function

' Brackets nest in references to tables, and an apostrophe there takes the next character as it is.
Private Function BracketEnd(ByVal formula As String, ByVal at As Long) As Long
    Dim depth As Long
    BracketEnd = at
    Do While BracketEnd <= Len(formula)
        Select Case Mid$(formula, BracketEnd, 1)
            Case "'"
                BracketEnd = BracketEnd + 1
            Case "["
                depth = depth + 1
            Case "]"
                depth = depth - 1
                If depth = 0 Then Exit Function
        End Select
        BracketEnd = BracketEnd + 1
    Loop
End Function

Private Function IsWordPart(ByVal character As String) As Boolean
    If Len(character) = 0 Then Exit Function
    Select Case AscW(character)
        Case 48 To 57, 65 To 90, 97 To 122
            IsWordPart = True
        Case Is > 127, Is < 0
            IsWordPart = True
        Case Else
            IsWordPart = InStr("_.$\?", character) > 0
    End Select
End Function

' The texts of a call's arguments; the place is that of its opening parenthesis.
Public Function ArgumentTexts(ByVal formula As String, ByVal opening As Long) As Variant
    Dim texts() As String
    Dim count As Long
    Dim depth As Long
    Dim at As Long
    Dim start As Long
    at = opening + 1
    start = at
    ReDim texts(0 To 0)
    Do While at <= Len(formula)
        Select Case Mid$(formula, at, 1)
            Case """", "'", "["
                at = TokenEnd(formula, at)
            Case "(", "{"
                depth = depth + 1
            Case ")", "}"
                If depth = 0 Then Exit Do
                depth = depth - 1
            Case ","
                If depth = 0 Then
                    texts(count) = Trim$(Mid$(formula, start, at - start))
                    count = count + 1
                    ReDim Preserve texts(0 To count)
                    start = at + 1
                End If
        End Select
        at = at + 1
    Loop
    texts(count) = Trim$(Mid$(formula, start, at - start))
    ArgumentTexts = texts
End Function
