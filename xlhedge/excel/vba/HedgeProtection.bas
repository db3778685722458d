Attribute VB_Name = "HedgeProtection"
Option Explicit
Option Private Module

' Sheets that are protected without a password: opened for a repair, and protected again as they were.

' Opens the sheets of cells; the collection that comes back is for CloseSheets. Where one stays
' protected, the others are protected again and the remark names it.
Public Function OpenSheets(ByVal cells As Collection, ByRef remark As String) As Collection
    Dim opened As New Collection
    Dim seen As String
    Dim cell As Range
    For Each cell In cells
        If InStr(seen, "/" & cell.Worksheet.Name & "/") = 0 Then ' no sheet's name holds a slash
            seen = seen & "/" & cell.Worksheet.Name & "/"
            OpenSheet cell.Worksheet, opened
            If IsClosed(cell.Worksheet) Then
                remark = StaysClosed(cell.Worksheet)
                CloseSheets opened, remark
                Set opened = New Collection
                Exit For
            End If
        End If
    Next cell
    Set OpenSheets = opened
End Function

' A password, even an empty one, keeps Excel from asking for it.
Private Sub OpenSheet(ByVal sheet As Worksheet, ByVal opened As Collection)
    Dim before As Variant
    If Not IsClosed(sheet) Then Exit Sub
    before = ProtectionOf(sheet)
    On Error Resume Next
    sheet.Unprotect ""
    If Not sheet.ProtectContents Then opened.Add Array(sheet, before)
End Sub

' A sheet that is protected against people alone is open to us.
Private Function IsClosed(ByVal sheet As Worksheet) As Boolean
    IsClosed = sheet.ProtectContents And Not sheet.ProtectionMode
End Function

Private Function StaysClosed(ByVal sheet As Worksheet) As String
    StaysClosed = "the sheet " & sheet.Name & " is protected with a password, so nothing was changed. " _
        & "Unprotect it (Review, Unprotect Sheet), then click Repair links."
End Function

Private Function ProtectionOf(ByVal sheet As Worksheet) As Variant
    With sheet.Protection
        ProtectionOf = Array(sheet.ProtectDrawingObjects, sheet.ProtectScenarios, sheet.EnableSelection, _
            .AllowFormattingCells, .AllowFormattingColumns, .AllowFormattingRows, _
            .AllowInsertingColumns, .AllowInsertingRows, .AllowInsertingHyperlinks, _
            .AllowDeletingColumns, .AllowDeletingRows, .AllowSorting, .AllowFiltering, .AllowUsingPivotTables)
    End With
End Function

' Protects again what OpenSheets has opened; a sheet that Excel leaves open is named in the remark.
Public Sub CloseSheets(ByVal opened As Collection, ByRef remark As String)
    Dim one As Variant
    Dim sheet As Worksheet
    If opened Is Nothing Then Exit Sub
    For Each one In opened
        Set sheet = one(0)
        CloseSheet sheet, one(1)
        If Not sheet.ProtectContents Then remark = "the sheet " & sheet.Name & " could not be protected again; protect it by hand."
    Next one
End Sub

Private Sub CloseSheet(ByVal sheet As Worksheet, ByVal before As Variant)
    On Error Resume Next
    sheet.Protect DrawingObjects:=before(0), Contents:=True, Scenarios:=before(1), _
        AllowFormattingCells:=before(3), AllowFormattingColumns:=before(4), AllowFormattingRows:=before(5), _
        AllowInsertingColumns:=before(6), AllowInsertingRows:=before(7), AllowInsertingHyperlinks:=before(8), _
        AllowDeletingColumns:=before(9), AllowDeletingRows:=before(10), AllowSorting:=before(11), _
        AllowFiltering:=before(12), AllowUsingPivotTables:=before(13)
    sheet.EnableSelection = before(2)
End Sub
