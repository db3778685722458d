Attribute VB_Name = "HedgeRepair"
Option Explicit
Option Private Module

' Ties formulas of ours to the add-in that is open. A second run changes nothing.
' Excel may read a plain name out of a file as one that it does not know. The cell then shows
' #NAME?, or the number of the file until it is calculated; once entered anew it is known.

Private Const ADDIN_FILE As String = "xlhedge.xlam"
Private Const NAME_ERROR As Long = 2029

' Returns how many links and cells it mended; where there was nothing to mend, the workbook counts
' as unchanged.
Public Function RepairBook(ByVal book As Workbook, ByVal mayTry As Boolean) As Long
    Dim alerts As Boolean
    Dim events As Boolean
    Dim mode As Long
    Dim wasSaved As Boolean
    If book Is ThisWorkbook Then Exit Function
    alerts = Application.DisplayAlerts
    events = Application.EnableEvents
    mode = Application.Calculation
    wasSaved = book.Saved
    On Error GoTo Failed
    Application.DisplayAlerts = False
    Application.EnableEvents = False
    RepairBook = RelinkBook(book)
    RepairBook = RepairBook + RepairCells(HedgeCells(book), mayTry)
    AskAgain book
Restore:
    On Error Resume Next
    If Application.Calculation <> mode Then Application.Calculation = mode
    Application.EnableEvents = events
    Application.DisplayAlerts = alerts
    If RepairBook = 0 Then book.Saved = wasSaved
    Exit Function
Failed:
    Resume Restore
End Function

' Enters anew the cells that show #NAME? or name a path. Where that helped, or a trial says that it
' would, all others follow, but for an Excel without Python: there they keep what they show.
Public Function RepairCells(ByVal found As Collection, ByVal mayTry As Boolean) As Long
    Dim others As New Collection
    Dim cell As Range
    Dim needed As Boolean
    For Each cell In found
        If NeedsRepair(cell) Then
            If IsMended(cell) Then RepairCells = RepairCells + 1
        Else
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
        If IsMended(cell) Then RepairCells = RepairCells + 1
    Next cell
End Function

' Calculates a cell of each function, as Excel would with the next change of an input.
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

Private Function IsMended(ByVal cell As Range) As Boolean
    If Reentered(cell, WithoutAddinPath(FormulaOf(cell))) Then IsMended = Not NeedsRepair(cell)
End Function

Private Function NeedsRepair(ByVal cell As Range) As Boolean
    Dim formula As String
    formula = FormulaOf(cell)
    NeedsRepair = (WithoutAddinPath(formula) <> formula) Or ShowsNameError(cell)
End Function

Private Function ShowsNameError(ByVal cell As Range) As Boolean
    If IsError(cell.Value2) Then ShowsNameError = (cell.Value2 = CVErr(NAME_ERROR))
End Function

' Points links to an add-in of our name at this one.
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

' Whether a path is that of our add-in, but not the one that is open.
Public Function IsOtherAddin(ByVal path As String, ByVal ours As String) As Boolean
    Dim file As String
    file = Mid$(path, Larger(InStrRev(path, "\"), InStrRev(path, "/")) + 1)
    IsOtherAddin = (StrComp(file, ADDIN_FILE, vbTextCompare) = 0) And (StrComp(path, ours, vbTextCompare) <> 0)
End Function

Private Function Reentered(ByVal cell As Object, ByVal formula As String) As Boolean
    On Error Resume Next
    If IsLegacyArray(cell) Then
        If cell.Address = cell.CurrentArray.Cells(1, 1).Address Then cell.CurrentArray.FormulaArray = formula
    Else
        cell.Formula2 = formula
        If Err.Number = 438 Then
            Err.Clear
            cell.Formula = formula
        End If
    End If
    Reentered = (Err.Number = 0)
End Function

Private Function IsLegacyArray(ByVal cell As Object) As Boolean
    Dim spills As Boolean
    On Error Resume Next
    spills = cell.HasSpill
    IsLegacyArray = cell.HasArray And Not spills
End Function
