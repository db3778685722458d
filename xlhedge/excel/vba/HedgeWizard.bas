Attribute VB_Name = "HedgeWizard"
Option Explicit
Option Private Module

' The function wizard's text. Excel keeps it until it ends, so that each start gives it anew. No
' window is shown or hidden for it: where Excel refuses, a function still has the summary that
' stands in its module, and its arguments their names.

Public Sub RegisterHelp()
    Dim wasSaved As Boolean
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    DescribeFunctions
    ThisWorkbook.Saved = wasSaved
End Sub

' Gives one function its texts; returns 1 where Excel refuses them, else 0.
Public Function Describe(ByVal functionName As String, ByVal category As String, ByVal summary As String, ByVal help As Variant) As Long
    On Error Resume Next
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName, _
        Description:=summary, Category:=category, ArgumentDescriptions:=help
    If Err.Number <> 0 Then Describe = 1
End Function
