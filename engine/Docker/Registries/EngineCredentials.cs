using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Json;
using Infra.Engine.Registries;

namespace Infra.Engine.Docker.Registries;

/// <summary>Credentials as resources have them, and as requests to an engine.</summary>
internal static class EngineCredentials
{
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

    /// <summary>The header <c>X-Registry-Auth</c>.</summary>
    public static string ToHeader(this RegistryCredentials credentials) => Encode(credentials.ToJson());

    /// <summary>The entry of the header <c>X-Registry-Config</c>.</summary>
    public static JsonObject ToJson(this RegistryCredentials credentials)
    {
        var json = new JsonObject();
        if (credentials.IdentityToken is { } token)
        {
            json["identitytoken"] = token;
        }
        else if (credentials.Username is { } user)
        {
            json["username"] = user;
            json["password"] = credentials.Password;
        }

        if (json.Count > 0)
        {
            json["serveraddress"] = RegistryHosts.ConfigurationKey(credentials.Host);
        }

        return json;
    }

    /// <summary>Encodes a header with JSON.</summary>
    public static string Encode(JsonObject json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');
}
