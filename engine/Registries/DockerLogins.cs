using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Finds credentials where the docker command keeps them: its <c>config.json</c> and its credential helpers.</summary>
/// <param name="folder">The folder of the docker command's configuration.</param>
/// <param name="time">The clock.</param>
internal sealed class DockerLogins(string folder, TimeProvider time) : IRegistryLogins
{
    /// <summary>Those of the docker command of this user.</summary>
    public static DockerLogins Ambient(TimeProvider time) =>
        new(
            Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } chosen
                ? chosen
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
            time
        );

    /// <inheritdoc/>
    public Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellationToken) =>
        Path.Combine(folder, "config.json") is var path && File.Exists(path)
            ? Read(path, registry).FindAsync(registry, time, cancellationToken)
            : Task.FromResult<RegistryCredentials?>(null);

    private static DockerConfigFile Read(string path, string registry)
    {
        try
        {
            return DockerConfigFile.Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ImageException(
                $"{registry}: docker's configuration {path} cannot be read: {error.Message}",
                ExitCode.Authentication,
                error
            );
        }
    }
}
