Attribute VB_Name = "HedgeServer"
Option Explicit
Option Private Module

' The Python of the private installation, as the COM server that xlwings starts.
' Nothing here is lost for good: what a reset of VBA forgets is looked up again on the next call.

Private Declare PtrSafe Function GetEnvironmentVariableW Lib "kernel32" (ByVal variableName As LongPtr, ByVal buffer As LongPtr, ByVal size As Long) As Long
Private Declare PtrSafe Function SetEnvironmentVariableW Lib "kernel32" (ByVal variableName As LongPtr, ByVal value As LongPtr) As Long
Private Declare PtrSafe Function GetFileAttributesW Lib "kernel32" (ByVal path As LongPtr) As Long
Private Declare PtrSafe Function GetShortPathNameW Lib "kernel32" (ByVal path As LongPtr, ByVal buffer As LongPtr, ByVal size As Long) As Long
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr

Private Const UDF_MODULE As String = "xlhedge.udfs"
Private Const STARTS_VARIABLE As String = "XLHEDGE_STARTS"
Private Const FIND_MODE As Long = 0
Private Const START_MODE As Long = 1
Private Const KILL_MODE As Long = -1
Private Const PAUSE_SECONDS As Double = 10
Private Const LONG_START As Double = 20

Private server As Object
Private trouble As String
Private refusedAt As Date

' Asks Python; returns 0, or the number of the error that the cell shows instead of an answer.
Public Function AskPython(ByVal functionName As String, ByVal arguments As Variant, ByRef answer As Variant) As Long
    Dim attempt As Long
    Dim number As Long
    For attempt = 1 To 2
        If Not IsUp() Then
            AskPython = ERROR_NA
            Exit Function
        End If
        number = Asked(functionName, arguments, answer)
        If number = 0 Then Exit Function
        If Not IsLost(number) Then
            AskPython = ERROR_VALUE
            Exit Function
        End If
        StopServer
    Next attempt
    AskPython = ERROR_NA
End Function

' The parentheses make copies: xlwings' server takes variables that are passed by reference for results.
Private Function Asked(ByVal functionName As String, ByVal arguments As Variant, ByRef answer As Variant) As Long
    On Error GoTo Failed
    answer = server.CallUDF((UDF_MODULE), (functionName), (arguments), Nothing, Nothing)
    Exit Function
Failed:
    Asked = Err.Number
    KeepTrouble functionName & ": " & Err.Description
End Function

' Whether an error says that the server is gone (RPC, 462), not that Python raised it.
Public Function IsLost(ByVal number As Long) As Boolean
    IsLost = (number = 462) Or (number = 91) Or ((number And &HFFFF0000) = &H80070000) _
        Or ((number And &HFFFF0000) = &H80010000)
End Function

' Whether Python answers; it is started where none runs, but not again and again in vain.
Public Function IsUp() As Boolean
    If Not server Is Nothing Then
        IsUp = True
    ElseIf (Now - refusedAt) * 86400 >= PAUSE_SECONDS Then
        IsUp = StartServer()
    End If
End Function

' Starts Python, or finds the one that runs. A start that soon failed is tried once more: a busy
' machine ends a process now and then. xlwings' library gives a start up after two minutes.
Public Function StartServer() As Boolean
    Dim began As Double
    began = Timer
    StartServer = IsStarted()
    If Not StartServer And Timer - began < LONG_START Then StartServer = IsStarted()
    If Not StartServer Then refusedAt = Now
End Function

Private Function IsStarted() As Boolean
    Dim python As String
    On Error GoTo Failed
    python = PythonPath("pythonw.exe")
    If Len(python) = 0 Then
        Err.Raise vbObjectError + 2, , "Python is missing in " & DataFolder() & ". Install xlhedge again."
    End If
    LoadServerLibrary python
    If Not IsFound(python) Then
        StopServer
        CountStart
        Activate python, START_MODE
        LoadFunctions
    End If
    refusedAt = 0
    trouble = ""
    IsStarted = True
    Exit Function
Failed:
    KeepTrouble Err.Description
    StopServer
End Function

' A server may run that a reset of VBA has forgotten, or that another workbook of ours has started.
Private Function IsFound(ByVal python As String) As Boolean
    On Error GoTo Lost
    Activate python, FIND_MODE
    If Not server Is Nothing Then
        LoadFunctions
        IsFound = True
    End If
Lost:
End Function

Private Sub Activate(ByVal python As String, ByVal mode As Long)
    Dim result As Variant
    If XLPyDLLActivateAuto(result, ServerCommand(python, StartCount()), mode) <> 0 Then
        Err.Raise vbObjectError + 3, , "Python did not start: " & CStr(result) & ". A policy or a virus scanner may forbid it: Doctor looks."
    End If
    Set server = result
End Sub

Private Sub LoadFunctions()
    Dim answer As Variant
    answer = server.CallUDF((UDF_MODULE), "HEDGE_RATIO", Array(1#, 1#), Nothing, Nothing)
End Sub

' Ends Python; the next call starts it again.
Public Sub StopServer()
    Dim unused As Variant
    Dim python As String
    On Error Resume Next
    Set server = Nothing
    refusedAt = 0
    python = PythonPath("pythonw.exe")
    If Len(python) > 0 Then
        LoadServerLibrary python
        XLPyDLLActivateAuto unused, ServerCommand(python, StartCount()), KILL_MODE
    End If
End Sub

' How often Excel has started Python. Excel itself keeps it: a reset of VBA must not lose it.
Private Function StartCount() As Long
    StartCount = Val(Variable(STARTS_VARIABLE))
End Function

Private Sub CountStart()
    KeepVariable STARTS_VARIABLE, CStr(StartCount() + 1)
End Sub

' Why the last call failed, for the ribbon; "" when none did.
Public Function LastTrouble() As String
    LastTrouble = trouble
End Function

Public Sub KeepTrouble(ByVal sentence As String)
    trouble = sentence
End Sub

' What xlwings' library runs; it fills in the class id, one for each text: every start has a text of
' its own, or a restart would ask for the class of the server that is gone. Isolated (-I): neither
' the folder of a workbook nor PYTHON variables can put other code in the place of ours.
Public Function ServerCommand(ByVal python As String, ByVal start As Long) As String
    ServerCommand = """" & OfCodePage(python) & """ -I -B -c ""from xlhedge.excel.com_server import serve;serve('$(CLSID)') #" & start & """"
End Function

' The library takes no letters beyond Windows' code page; a folder's short name has none.
Private Function OfCodePage(ByVal path As String) As String
    OfCodePage = path
    If Not IsOfCodePage(path) Then OfCodePage = ShortPath(path)
    If Not IsOfCodePage(OfCodePage) Then
        Err.Raise vbObjectError + 5, , "Windows' code page lacks letters of " & path _
            & ", and the folder has no short name; Doctor says what to do."
    End If
End Function

Private Function IsOfCodePage(ByVal text As String) As Boolean
    IsOfCodePage = (StrConv(StrConv(text, vbFromUnicode), vbUnicode) = text)
End Function

' What the ribbon runs in a window: Doctor, and what follows a module's name. Shell loses letters
' beyond the code page; cmd.exe puts the names of folders and files in by itself.
Public Function PythonCommand(ByVal python As String, ByVal words As String) As String
    PythonCommand = "cmd.exe /K """"%LOCALAPPDATA%\xlhedge" & Mid$(python, Len(DataFolder()) + 1) & """ -I -m " & words & """"
End Function

' The library lies beside Python, or above it in a virtual environment.
Private Sub LoadServerLibrary(ByVal python As String)
    Dim folder As String
    Dim file As String
    Dim library As String
    #If Win64 Then
        file = "\xlwings64-" & XLWINGS_VERSION & ".dll"
    #Else
        file = "\xlwings32-" & XLWINGS_VERSION & ".dll"
    #End If
    folder = FolderOf(python)
    If Not FileIsThere(folder & file) Then folder = FolderOf(folder)
    library = folder & file
    If LoadLibraryW(StrPtr(library)) = 0 Then
        Err.Raise vbObjectError + 4, , "Windows could not load " & Mid$(file, 2) & " beside " & python & "."
    End If
End Sub

' The private installation's interpreter, "" when there is none.
Public Function PythonPath(ByVal program As String) As String
    Dim places As Variant
    Dim i As Long
    places = PythonPlaces()
    For i = LBound(places) To UBound(places)
        If FileIsThere(DataFolder() & places(i) & program) Then
            PythonPath = DataFolder() & places(i) & program
            Exit Function
        End If
    Next i
End Function

Public Function DataFolder() As String
    DataFolder = Variable("LOCALAPPDATA") & "\xlhedge"
End Function

Public Function FolderOf(ByVal path As String) As String
    FolderOf = Left$(path, InStrRev(path, "\") - 1)
End Function

' Environ and Dir lose letters beyond the code page; Windows itself does not.
Public Function Variable(ByVal variableName As String) As String
    Dim buffer As String
    Dim length As Long
    buffer = String$(32767, vbNullChar)
    length = GetEnvironmentVariableW(StrPtr(variableName), StrPtr(buffer), Len(buffer))
    Variable = Left$(buffer, length)
End Function

' For this Excel and for what it starts.
Public Sub KeepVariable(ByVal variableName As String, ByVal text As String)
    SetEnvironmentVariableW StrPtr(variableName), StrPtr(text)
End Sub

' The path by short names, or as it is where Windows keeps none.
Private Function ShortPath(ByVal path As String) As String
    Dim buffer As String
    Dim length As Long
    buffer = String$(32767, vbNullChar)
    length = GetShortPathNameW(StrPtr(path), StrPtr(buffer), Len(buffer))
    ShortPath = path
    If length > 0 Then ShortPath = Left$(buffer, length)
End Function

Private Function FileIsThere(ByVal path As String) As Boolean
    Dim attributes As Long
    attributes = GetFileAttributesW(StrPtr(path))
    FileIsThere = (attributes <> -1) And ((attributes And vbDirectory) = 0)
End Function
