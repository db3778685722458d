Attribute VB_Name = "HedgeMacros"
Option Explicit

' What a workbook without the ribbon offers in Excel's list of macros.

' Says whether Python answers, and if not, why.
Public Sub HedgeStatus()
    On Error GoTo Failed
    StopServer
    If StartServer() Then
        MsgBox "Python is ready.", vbInformation, "Hedge"
    Else
        MsgBox Left$(LastTrouble(), 1023), vbExclamation, "Hedge"
    End If
    Exit Sub
Failed:
    MsgBox Left$(Err.Description, 1023), vbExclamation, "Hedge"
End Sub
