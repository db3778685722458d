Attribute VB_Name = "HedgeWizard"
Option Explicit
Option Private Module

' The function wizard's text. Excel refuses it for a hidden workbook: an add-in is shown meanwhile.

Public Sub RegisterHelp()
    Dim wasSaved As Boolean
    Dim wasAddin As Boolean
    Dim updating As Boolean
    Dim active As Workbook
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    wasAddin = ThisWorkbook.IsAddin
    If DescribeFunctions() > 0 And wasAddin Then
        Set active = ActiveWorkbook
        updating = Application.ScreenUpdating
        Application.ScreenUpdating = False
        ThisWorkbook.IsAddin = False
        DescribeFunctions
        ThisWorkbook.IsAddin = True
        If Not active Is Nothing Then active.Activate
        Application.ScreenUpdating = updating
    End If
    ThisWorkbook.Saved = wasSaved
End Sub

' Gives one function its texts; returns 1 where Excel refuses them, else 0.
Public Function Describe(ByVal functionName As String, ByVal category As String, ByVal summary As String, ByVal help As Variant) As Long
    On Error Resume Next
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName, _
        Description:=summary, Category:=category, ArgumentDescriptions:=help
    If Err.Number <> 0 Then Describe = 1
End Function
