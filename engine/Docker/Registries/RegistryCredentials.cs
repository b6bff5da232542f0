using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Json;

namespace Infra.Engine.Docker.Registries;

/// <summary>The credentials for a registry.</summary>
/// <param name="Host">The registry as image names have it.</param>
internal sealed record RegistryCredentials(string Host)
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>A token instead of a password.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>The scheme of the registry where the program says it.</summary>
    public string? Scheme { get; init; }

    public bool IsAnonymous => Username is null && IdentityToken is null;

    /// <summary>The secrets, for redaction.</summary>
    public IEnumerable<string> Secrets => new[] { Password, IdentityToken }.OfType<string>().Where(secret => secret.Length > 0);

    /// <summary>Reads the credentials that a resource has itself; null where it has none for the registry.</summary>
    /// <param name="inputs">The property with <c>username</c> and <c>password</c>.</param>
    /// <param name="address">The name of the member with the registry's address, which may be missing.</param>
    /// <param name="host">The registry.</param>
    public static RegistryCredentials? Read(JsonObject? inputs, string address, string host) =>
        inputs?.NonEmpty("username") is { } user
        && inputs.NonEmpty("password") is { } password
        && RegistryHosts.Normalize(inputs.NonEmpty(address) ?? host) == host
            ? new RegistryCredentials(host) { Username = user, Password = password }
            : null;

    /// <summary>The header <c>X-Registry-Auth</c> of requests to an engine.</summary>
    public string ToHeader() => Encode(ToJson());

    /// <summary>The entry of the header <c>X-Registry-Config</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IdentityToken is not null)
        {
            json["identitytoken"] = IdentityToken;
        }
        else if (Username is not null)
        {
            json["username"] = Username;
            json["password"] = Password;
        }

        if (json.Count > 0)
        {
            json["serveraddress"] = RegistryHosts.ConfigurationKey(Host);
        }

        return json;
    }

    /// <summary>Encodes a header with JSON.</summary>
    public static string Encode(JsonObject json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');

    /// <summary>Leaves out the secrets.</summary>
    public override string ToString() => $"credentials of {Host}";
}
