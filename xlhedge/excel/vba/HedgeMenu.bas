Attribute VB_Name = "HedgeMenu"
Option Explicit
Option Private Module

' What the installation put beside Python: the templates as the ribbon's menu, the functions' pages.

Private Const MENU_NAMESPACE As String = "http://schemas.microsoft.com/office/2009/07/customui"

Public Function TemplateFolder() As String
    TemplateFolder = DataFolder() & "\templates"
End Function

' Dir would lose letters beyond the code page.
Public Function TemplateItems() As String
    Dim file As Object
    Dim count As Long
    For Each file In CreateObject("Scripting.FileSystemObject").GetFolder(TemplateFolder()).Files
        If LCase$(Right$(file.Name, 5)) = ".xlsx" Then
            count = count + 1
            TemplateItems = TemplateItems & TemplateItem(count, file.Name)
        End If
    Next file
End Function

Public Function TemplateItem(ByVal number As Long, ByVal fileName As String) As String
    TemplateItem = "<button id=""template" & number & """ label=""" & XmlText(Left$(fileName, Len(fileName) - 5)) _
        & """ tag=""" & XmlText(fileName) & """ imageMso=""FileNew"" onAction=""HedgeNewFromTemplate""/>"
End Function

Public Function TemplateMenu(ByVal items As String) As String
    If Len(items) = 0 Then items = "<button id=""template0"" label=""No templates are installed"" enabled=""false""/>"
    TemplateMenu = "<menu xmlns=""" & MENU_NAMESPACE & """>" & items & "</menu>"
End Function

Private Function XmlText(ByVal text As String) As String
    XmlText = Replace(Replace(Replace(text, "&", "&amp;"), "<", "&lt;"), """", "&quot;")
End Function

' The path of a page of the function reference; nothing where it is not installed.
Public Function ReferencePage(ByVal name As String) As String
    Dim path As String
    path = DataFolder() & "\reference\" & name & ".html"
    If CreateObject("Scripting.FileSystemObject").FileExists(path) Then ReferencePage = path
End Function

' The page of the first of our functions in a cell.
Public Function PageOfCell(ByVal cell As Range) As String
    Dim formula As String
    Dim prefixStart As Long
    Dim nameStart As Long
    Dim nameEnd As Long
    formula = FormulaOf(cell)
    If FindCall(formula, 1, prefixStart, nameStart, nameEnd) Then
        PageOfCell = ReferencePage(UCase$(Mid$(formula, nameStart, nameEnd - nameStart + 1)))
    End If
End Function

Public Sub OpenPage(ByVal path As String)
    ThisWorkbook.FollowHyperlink path
End Sub
