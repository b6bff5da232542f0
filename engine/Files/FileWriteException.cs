using Infra.Engine.Errors;

namespace Infra.Engine.Files;

/// <summary>A file cannot be written: the disk is full, a folder is read-only.</summary>
internal sealed class FileWriteException(string path, Exception cause)
    : EngineException(
        $"{path}: cannot be written: {cause.Message.TrimEnd('.')}; free disk space or make the folder writable, then run the command again",
        ExitCode.Error,
        cause
    );
