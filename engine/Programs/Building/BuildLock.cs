namespace Infra.Engine.Programs.Building;

/// <summary>
/// Locks a project and the projects it references, because a build writes to the intermediate folders of all of them: builds of a program
/// and of a policy pack may share projects.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private const string FileName = "infra-build.lock";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<FileStream> _files = [];

    private BuildLock() { }

    /// <summary>Waits until no other build uses the projects, in this process or another.</summary>
    public static async Task<BuildLock> AcquireAsync(ProjectClosure closure, CancellationToken cancellationToken)
    {
        var acquired = new BuildLock();
        try
        {
            // In the same order everywhere, so that two builds cannot wait for each other.
            foreach (var directory in closure.ProjectDirectories.Order(StringComparer.Ordinal))
            {
                var intermediate = Directory.CreateDirectory(Path.Combine(directory, "obj"));
                acquired._files.Add(await LockAsync(Path.Combine(intermediate.FullName, FileName), cancellationToken));
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

    private static async Task<FileStream> LockAsync(string lockFile, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(lockFile))
            {
                await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
            }
        }
    }
}
