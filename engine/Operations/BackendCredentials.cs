using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.Operations;

/// <summary>
/// The backend that the user is logged in to, in Pulumi's file <c>credentials.json</c>, readable by its owner only. Everything else in the
/// file, such as Pulumi's access tokens, is kept.
/// </summary>
public sealed class BackendCredentials
{
    private const string CurrentKey = "current";
    private const string AccountsKey = "accounts";
    private static readonly string[] Schemes = ["file://", "s3://", "kubernetes://"];

    private readonly string _file;

    /// <param name="environment">Reads an environment variable.</param>
    public BackendCredentials(Func<string, string?> environment) =>
        _file = Path.Combine(
            environment("PULUMI_HOME") is { Length: > 0 } home
                ? home
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi"),
            "credentials.json"
        );

    /// <summary>The URL of the backend that was logged in to, or null. One that this engine lacks counts as none.</summary>
    /// <exception cref="ConfigurationException">The file is not valid.</exception>
    public string? Current =>
        Read()[CurrentKey]?.ToString() is { } url && Schemes.Any(scheme => url.StartsWith(scheme, StringComparison.Ordinal)) ? url : null;

    /// <summary>Makes a backend the current one.</summary>
    public void Login(string url)
    {
        var content = Read();
        content[CurrentKey] = url;
        if (content[AccountsKey] is not JsonObject accounts)
        {
            content[AccountsKey] = accounts = [];
        }

        accounts[url] ??= new JsonObject();
        Write(content);
    }

    /// <summary>Forgets a backend; it may be one that was never logged in to.</summary>
    public void Logout(string url)
    {
        var content = Read();
        (content[AccountsKey] as JsonObject)?.Remove(url);
        (content["accessTokens"] as JsonObject)?.Remove(url);
        if (content[CurrentKey]?.ToString() == url)
        {
            content.Remove(CurrentKey);
        }

        Write(content);
    }

    /// <summary>Forgets all backends and their credentials.</summary>
    public void LogoutOfAll() => File.Delete(_file);

    private JsonObject Read()
    {
        try
        {
            return File.Exists(_file) ? JsonNode.Parse(File.ReadAllBytes(_file)) as JsonObject ?? [] : [];
        }
        catch (JsonException error)
        {
            throw new ConfigurationException($"{_file}: is not valid JSON: {error.Message}; delete it and log in again");
        }
    }

    private void Write(JsonObject content) =>
        DurableFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(content), FilePermissions.OwnerOnly);
}
