using Infra.Engine.Errors;
using ProjectClosure = Infra.Common.ProjectClosure;

namespace Infra.Engine.Programs.Building;

/// <summary>
/// Locks a project and the projects it references, because a build writes to the intermediate folders of all of them: builds of a program
/// and of a policy pack may share projects.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private const string FileName = "infra-build.lock";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(3);

    private readonly List<FileStream> _files = [];

    private BuildLock() { }

    /// <summary>Waits until no other build uses the projects, in this process or another.</summary>
    /// <param name="closure">The project to build, with the projects it references.</param>
    /// <param name="waiting">Called with the folder of a project that another build has held for some seconds.</param>
    /// <param name="time">Measures the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProgramException">A lock file cannot be created or opened.</exception>
    public static async Task<BuildLock> AcquireAsync(
        ProjectClosure closure,
        Action<string> waiting,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var acquired = new BuildLock();
        try
        {
            // In the same order everywhere, so that two builds cannot wait for each other.
            foreach (var directory in closure.ProjectDirectories.Order(StringComparer.Ordinal))
            {
                acquired._files.Add(await LockAsync(directory, waiting, time, cancellationToken));
            }
        }
        catch
        {
            acquired.Dispose();
            throw;
        }

        return acquired;
    }

    /// <summary>Releases the projects.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static async Task<FileStream> LockAsync(
        string directory,
        Action<string> waiting,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var begun = time.GetTimestamp();
        var isReported = false;
        while (true)
        {
            if (TryLock(directory) is { } file)
            {
                return file;
            }

            if (!isReported && time.GetElapsedTime(begun) >= SilentWait)
            {
                isReported = true;
                waiting(directory);
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private static FileStream? TryLock(string directory)
    {
        var lockFile = Path.Combine(directory, "obj", FileName);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
            return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsHeldByOthers(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProgramException(
                $"{lockFile}: the build cannot lock the project: {error.Message.TrimEnd('.')}; make the folder writable for this user, "
                    + "or delete the file if another user created it",
                error
            );
        }
    }

    private static bool IsHeldByOthers(IOException error)
    {
        const int sharingViolation = unchecked((int)0x80070020); // Windows
        const int wouldBlockOnLinux = 11; // EWOULDBLOCK
        const int wouldBlockOnMacOs = 35; // EWOULDBLOCK
        return error.HResult
            == (
                OperatingSystem.IsWindows() ? sharingViolation
                : OperatingSystem.IsMacOS() ? wouldBlockOnMacOs
                : wouldBlockOnLinux
            );
    }
}
