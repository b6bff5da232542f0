using System.Text;

namespace Infra.Simulator.Storage;

/// <summary>Files for their owner's eyes only, replaced as a whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file so that no reader ever sees half of it.</summary>
    public static void Write(string path, string text)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        using (var stream = Open(beside, FileMode.Create))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Opens a file for writing.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Takes a lock file that no other process can take until this one lets go or ends.</summary>
    /// <exception cref="IOException">Another process has it; the message is <paramref name="whenTaken"/>.</exception>
    public static FileStream Lock(string path, string whenTaken)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new IOException(whenTaken, taken);
        }
    }

    /// <summary>Makes a directory that only its owner can look into.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}
