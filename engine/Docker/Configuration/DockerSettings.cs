using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Registries;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Configuration;

/// <summary>
/// The settings of a provider resource, or of the stack's <c>docker:</c> configuration. They default to the variables of the docker
/// command.
/// </summary>
internal sealed record DockerSettings
{
    /// <summary>The engine's address; null where it is still unknown, or there is a <see cref="Problem"/>.</summary>
    public EngineAddress? Address { get; init; }

    /// <summary>What is wrong with the settings, with its cure; null if nothing is.</summary>
    public SettingProblem? Problem { get; init; }

    /// <summary>The credentials of registries, in the order of the settings.</summary>
    public IReadOnlyList<RegistryLogin> Logins { get; init; } = [];

    /// <summary>The folder of the docker command's own configuration.</summary>
    public required string ConfigurationFolder { get; init; }

    /// <summary>True in a preview in which the engine's address is not known yet.</summary>
    public bool IsEngineUnknown { get; init; }

    /// <summary>The secrets of the settings, for redaction.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="inputs">The provider's inputs.</param>
    /// <param name="environment">Gets an environment variable, or null.</param>
    /// <param name="directory">The program's folder, to which relative paths refer.</param>
    public static DockerSettings Read(PropertyMap inputs, Func<string, string?> environment, string directory)
    {
        var values = new SettingValues(inputs);
        var folder = environment("DOCKER_CONFIG") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(environment("HOME") ?? environment("USERPROFILE") ?? "", ".docker");
        var logins = RegistryLogin.ReadAll(values, directory, out var problem);
        var address = values.IsUnknown("host", "context", "certPath", "caMaterial", "certMaterial", "keyMaterial")
            ? null
            : new EngineAddressReader(values, environment, directory, folder).Read(ref problem);
        return new DockerSettings
        {
            Address = address,
            Problem = problem,
            Logins = logins,
            ConfigurationFolder = folder,
            IsEngineUnknown = address is null && problem is null,
            Secrets = [.. logins.SelectMany(login => login.Secrets).Concat(values.Text("keyMaterial") is { } key ? [key] : [])],
        };
    }
}

/// <summary>What is wrong with a setting.</summary>
/// <param name="Property">The setting.</param>
/// <param name="Reason">The problem and its cure.</param>
internal sealed record SettingProblem(string Property, string Reason);
