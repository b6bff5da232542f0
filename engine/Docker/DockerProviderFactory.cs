using Infra.Engine.Providers;

namespace Infra.Engine.Docker;

/// <summary>Creates providers of the package <c>docker</c>, for all versions of the package.</summary>
public sealed class DockerProviderFactory : IProviderFactory
{
    private readonly string _directory;
    private readonly Func<string, string?> _environment;
    private readonly TimeProvider _time;

    /// <summary>Creates a factory for the current folder and environment.</summary>
    public DockerProviderFactory()
        : this(Environment.CurrentDirectory, Environment.GetEnvironmentVariable, TimeProvider.System) { }

    /// <summary>Creates a factory.</summary>
    /// <param name="directory">The folder to which relative paths refer.</param>
    /// <param name="environment">Gets an environment variable, or null.</param>
    /// <param name="time">The clock of waits and limits.</param>
    internal DockerProviderFactory(string directory, Func<string, string?> environment, TimeProvider time) =>
        (_directory, _environment, _time) = (directory, environment, time);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Packages { get; } = ["docker"];

    /// <inheritdoc/>
    public bool YieldsToPlugins => true;

    /// <inheritdoc/>
    public IProviderFactory ForProgram(string directory, Func<string, string?> environment) =>
        new DockerProviderFactory(directory, environment, _time);

    /// <inheritdoc/>
    public IResourceProvider Create(string package, string version, IProviderLog log) =>
        new DockerProvider(log, _directory, _environment, _time);
}
