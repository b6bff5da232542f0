using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Engine.Authorities;

/// <summary>Creates the credentials of the clusters that a stack declares, in the stack's file.</summary>
/// <param name="workspace">The project.</param>
/// <param name="stack">The stack.</param>
public sealed class ClusterInitializer(Workspace workspace, StackName stack)
{
    private const string Only = "infra:cluster";
    private const string Several = "infra:clusters";
    private const string Kind = "k3s";

    private readonly StackConfiguration _configuration = workspace.Configuration(stack);

    /// <summary>The clusters of K3s in the stack's file: their keys, or null for the only one.</summary>
    public ImmutableArray<string?> FindClusters() =>
        [
            .. IsOfKind(Find(Only)) ? [(string?)null] : Array.Empty<string?>(),
            .. Find(Several) is JsonObject clusters
                ? clusters.Where(cluster => IsOfKind(cluster.Value)).Select(cluster => (string?)cluster.Key)
                : [],
        ];

    /// <summary>Creates what a cluster lacks, and stores it encrypted. What is there already is kept.</summary>
    /// <param name="cluster">The cluster's key; null for the only one.</param>
    /// <param name="cancellationToken">Cancels the change until the file is written.</param>
    /// <returns>The names of what was created.</returns>
    /// <exception cref="ConfigurationException">A credential that is there cannot be read, or one is missing that the others need.
    /// </exception>
    public async Task<ImmutableArray<string>> InitializeAsync(string? cluster, CancellationToken cancellationToken)
    {
        var path = $"{(cluster is null ? Only : $"{Several}[\"{cluster}\"]")}.credentials";
        var existing = ReadCredentials(path);
        if (ClusterCredentials.FindLost(existing) is { IsEmpty: false } lost)
        {
            throw new ConfigurationException(
                $"{path} of the stack '{stack.Name}' lacks {string.Join(", ", lost)}, but has others of their kind. A cluster that runs trusts "
                    + "only what it was created with: restore them. If it was never created, remove all credentials, and run the command again: "
                    + $"infra config rm --path '{path}' --stack {stack.Name}"
            );
        }

        ImmutableArray<KeyValuePair<string, string>> created;
        try
        {
            created = new ClusterCredentials(workspace.Time).Complete(existing);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new ConfigurationException(
                $"{path} of the stack '{stack.Name}' has a certificate or key that cannot be read: {error.Message} "
                    + $"Remove it with: infra config rm --path '{path}.administrator' or '{path}.client' --stack {stack.Name}"
            );
        }

        if (!created.IsEmpty)
        {
            await _configuration.SetAllAsync(
                [.. created.Select(pair => new ConfigChange($"{path}.{pair.Key}", pair.Value) { IsPath = true, IsSecret = true })],
                cancellationToken
            );
        }

        return [.. created.Select(pair => pair.Key)];
    }

    private Dictionary<string, string> ReadCredentials(string path)
    {
        var credentials = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in ClusterCredentials.Names)
        {
            if (_configuration.File.FindPath($"{path}.{name}") is { } entry)
            {
                credentials[name] = _configuration.Reveal(entry);
            }
        }

        return credentials;
    }

    private JsonNode? Find(string key) => _configuration.Entries.FirstOrDefault(entry => entry.Key.ToString() == key)?.Value;

    private static bool IsOfKind(JsonNode? cluster) =>
        cluster is JsonObject settings && settings["kind"] is JsonValue kind && kind.TryGetValue<string>(out var text) && text == Kind;
}
