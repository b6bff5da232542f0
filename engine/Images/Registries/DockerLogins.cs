using Infra.Engine.Docker.Registries;
using Infra.Engine.Errors;

namespace Infra.Engine.Images.Registries;

/// <summary>Finds credentials where the docker command keeps them: its <c>config.json</c> and its credential helpers.</summary>
internal sealed class DockerLogins(Func<string, string?> environment, TimeProvider time) : IRegistryLogins
{
    /// <inheritdoc/>
    public async Task<RegistryLogin?> FindAsync(string registry, CancellationToken cancellationToken)
    {
        var folder = environment("DOCKER_CONFIG")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var found = await DockerConfigFile.Read(path).FindAsync(registry, time, cancellationToken);
            return found is null or { IsAnonymous: true }
                ? null
                : new RegistryLogin
                {
                    Username = found.Username ?? "",
                    Password = found.Password ?? "",
                    IdentityToken = found.IdentityToken,
                };
        }
        catch (RegistryException error)
        {
            throw new ImageException($"{registry}: {error.Message}", ExitCode.Authentication, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ImageException($"{path}: cannot be read: {error.Message}", ExitCode.Authentication, error);
        }
    }
}
