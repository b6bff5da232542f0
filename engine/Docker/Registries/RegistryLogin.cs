using System.Text.Json.Nodes;
using Infra.Engine.Docker.Configuration;
using Infra.Engine.Json;
using Infra.Engine.Registries;

namespace Infra.Engine.Docker.Registries;

/// <summary>An entry of the provider's <c>registryAuth</c>.</summary>
/// <param name="Host">The registry as <see cref="RegistryHosts.Normalize"/> writes it.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c> where the address has one; null otherwise.</param>
internal sealed record RegistryLogin(string Host, string? Scheme)
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>The content of a docker configuration with credentials.</summary>
    public DockerConfigFile? File { get; init; }

    /// <summary>True to use no credentials for this registry.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The secrets, for redaction.</summary>
    public IEnumerable<string> Secrets => Password is { Length: > 0 } password ? [password] : [];

    /// <summary>Leaves out the password.</summary>
    public override string ToString() => $"login of {Host}";

    /// <summary>Reads all entries, with the first problem.</summary>
    public static IReadOnlyList<RegistryLogin> ReadAll(SettingValues values, string directory, out SettingProblem? problem)
    {
        problem = null;
        var logins = new List<RegistryLogin>();
        var entries = values.List("registryAuth") ?? [];
        for (var i = 0; i < entries.Count; i++)
        {
            var path = $"registryAuth[{i}]";
            if (entries[i] is not JsonObject entry || entry.NonEmpty("address") is not { } address)
            {
                problem ??= new SettingProblem(path, "has no address: write e.g. registry.example.com");
                continue;
            }

            try
            {
                logins.Add(Read(entry, address, directory));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                problem ??= new SettingProblem(path, $"the docker configuration cannot be read: {e.Message}");
            }
        }

        return logins;
    }

    private static RegistryLogin Read(JsonObject entry, string address, string directory)
    {
        var separator = address.IndexOf("://", StringComparison.Ordinal);
        var login = new RegistryLogin(RegistryHosts.Normalize(address), separator > 0 ? address[..separator] : null)
        {
            Username = entry.NonEmpty("username"),
            Password = entry.NonEmpty("password"),
            IsDisabled = entry.Flag("authDisabled") ?? false,
        };
        return entry switch
        {
            _ when login.Username is not null => login,
            _ when entry.NonEmpty("configFileContent") is { } content => login with
            {
                File = DockerConfigFile.Parse(content, $"configFileContent of {address}"),
            },
            _ when entry.NonEmpty("configFile") is { } file => login with { File = DockerConfigFile.Read(Path.Combine(directory, file)) },
            _ => login,
        };
    }
}
