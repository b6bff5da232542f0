using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Json;

namespace Infra.Engine.Registries;

/// <summary>A configuration of the docker command (<c>config.json</c>), as far as it is about credentials.</summary>
/// <param name="content">The parsed file.</param>
internal sealed class DockerConfigFile(JsonObject content)
{
    private const int MaxSize = 4 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is not a configuration.</exception>
    public static DockerConfigFile Read(string path) =>
        new FileInfo(path).Length > MaxSize
            ? throw new FormatException($"{path} is longer than {MaxSize >> 20} MB")
            : Parse(File.ReadAllText(path), path);

    /// <summary>Parses a configuration.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DockerConfigFile Parse(string text, string origin)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject content
                ? new DockerConfigFile(content)
                : throw new FormatException($"{origin} is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{origin} is not JSON: line {e.LineNumber + 1}", e);
        }
    }

    /// <summary>Finds the credentials of a registry: those that its credential helper keeps, else the file's own; null for none.</summary>
    /// <exception cref="ImageException">The helper fails, or the file's own are malformed.</exception>
    public async Task<RegistryCredentials?> FindAsync(string host, TimeProvider time, CancellationToken cancellationToken) =>
        FindHelper(host) is { } helper && await CredentialHelper.GetAsync(helper, host, time, cancellationToken) is { } kept
            ? kept
            : Find(host);

    /// <summary>The credential helper of a registry, e.g. <c>secretservice</c>; null for none.</summary>
    private string? FindHelper(string host) =>
        content.Map("credHelpers")?.NonEmpty(RegistryHosts.ConfigurationKey(host))
        ?? content.Map("credHelpers")?.NonEmpty(host)
        ?? content.NonEmpty("credsStore");

    /// <summary>The credentials that the file itself has for a registry; null for none.</summary>
    private RegistryCredentials? Find(string host)
    {
        var entry = content
            .Map("auths")
            ?.Where(auth => RegistryHosts.Normalize(auth.Key) == host)
            .Select(auth => auth.Value as JsonObject)
            .FirstOrDefault();
        if (entry is null)
        {
            return null;
        }

        var (username, password) = (entry.NonEmpty("username"), entry.NonEmpty("password"));
        if (entry.NonEmpty("auth") is { } encoded)
        {
            (username, password) = Decode(encoded, host);
        }

        return entry.NonEmpty("identitytoken") is { } token ? new RegistryCredentials(host) { IdentityToken = token }
            : username is not null ? new RegistryCredentials(host) { Username = username, Password = password ?? "" }
            : null;
    }

    private static (string Username, string Password) Decode(string encoded, string host)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            throw Malformed(host, "base64");
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? throw Malformed(host, "username:password") : (text[..colon], text[(colon + 1)..].TrimEnd('\0'));
    }

    private static ImageException Malformed(string host, string form) =>
        new($"{host}: the credentials in docker's configuration are not {form}: run `docker login {host}`", ExitCode.Authentication);
}
