Attribute VB_Name = "HedgeSend"
Option Explicit
Option Private Module

' A workbook for those who have no add-in: Python makes the values of a copy, in a window of its own.

Private Const COPY_VARIABLE As String = "XLHEDGE_COPY"
Private Const VALUES_VARIABLE As String = "XLHEDGE_VALUES"

' Asks where, copies the workbook as it is now, and hands both over; "" or why that was not possible.
Public Function SendValues(ByVal book As Workbook) As String
    Dim target As Variant
    Dim copy As String
    Dim python As String
    python = PythonPath("python.exe")
    If Len(python) = 0 Then
        SendValues = "Python is missing in " & DataFolder() & ". Install xlhedge again."
        Exit Function
    End If
    If EndingOf(book.Name) <> ".xlsx" And EndingOf(book.Name) <> ".xlsm" Then
        SendValues = book.Name & " is neither .xlsx nor .xlsm: save it as one of them first."
        Exit Function
    End If
    target = Application.GetSaveAsFilename(ValuesName(book.Name), "Excel (*" & EndingOf(book.Name) & "), *" & EndingOf(book.Name))
    If VarType(target) = vbBoolean Then Exit Function
    copy = Variable("TEMP") & "\xlhedge " & Format$(Now, "yyyymmddhhnnss") & EndingOf(book.Name)
    book.SaveCopyAs copy
    KeepVariable COPY_VARIABLE, copy
    KeepVariable VALUES_VARIABLE, CStr(target)
    Shell PythonCommand(python, "xlhedge freeze ""%" & COPY_VARIABLE & "%"" -o ""%" & VALUES_VARIABLE _
        & "%"" & del ""%" & COPY_VARIABLE & "%"""), vbNormalFocus
End Function

' A workbook that was never saved has no ending yet; its copy is an .xlsx.
Private Function EndingOf(ByVal fileName As String) As String
    EndingOf = ".xlsx"
    If InStr(fileName, ".") > 0 Then EndingOf = LCase$(Mid$(fileName, InStrRev(fileName, ".")))
End Function

Public Function ValuesName(ByVal fileName As String) As String
    Dim stem As String
    stem = fileName
    If InStr(stem, ".") > 0 Then stem = Left$(stem, InStrRev(stem, ".") - 1)
    ValuesName = stem & " (values)" & EndingOf(fileName)
End Function
