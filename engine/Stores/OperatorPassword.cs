using System.Text;
using System.Text.Json.Nodes;
using Infra.Common;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Engine.Stores;

/// <summary>
/// A password in a Secret of an operator, which changes it in the servers when the Secret changes. Neither the state nor a file of the
/// project has it.
/// </summary>
public sealed class OperatorPassword
{
    private readonly string _store;
    private readonly string _type;

    private OperatorPassword(string store, string type, string secret, string key) =>
        (_store, _type, Secret, Key) = (store, type, secret, key);

    /// <summary>The Secret's name.</summary>
    public string Secret { get; }

    /// <summary>The key with the password.</summary>
    public string Key { get; }

    /// <summary>Reads what a program answers about a store's administrator; null if updates of the stack rotate it.</summary>
    public static OperatorPassword? Find(string store, JsonObject answer)
    {
        if (answer["secret"] is not { } secret)
        {
            return null;
        }

        return Text("type") is { } type && Text("name") is { } name && Text("key") is { } key
            ? new OperatorPassword(store, type, name, key)
            : throw new InvalidOperationRequestException(
                $"the program answered the query 'administrator' with a Secret without type, name and key: {answer.ToJsonString()}"
            );

        string? Text(string member) =>
            (secret as JsonObject)?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    /// <summary>Draws a password, and writes it into the Secret in each cluster of the store.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="stack">The stack, which must have been deployed.</param>
    /// <param name="kubernetes">Connects to clusters.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task RotateAsync(
        Workspace workspace,
        StackName stack,
        KubernetesProviderFactory kubernetes,
        CancellationToken cancellationToken
    )
    {
        var snapshot = StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment).Snapshot;
        StoreObject[] owners = [.. StoreObject.Find(snapshot).Where(item => item.Store == _store && item.Resource.Type == _type)];
        if (owners.Length == 0)
        {
            throw new InvalidOperationRequestException($"the stack {stack.Name} has not deployed the store '{_store}': run `infra up`");
        }

        foreach (var owner in owners)
        {
            await using var cluster = new StoreCluster(
                await kubernetes.ConnectAsync(owner.Provider.Inputs, workspace.Environment, workspace.Time, cancellationToken),
                workspace.Time
            );
            await WriteAsync(cluster, owner.Namespace, cancellationToken);
        }
    }

    /// <summary>Draws a password, and writes it into the Secret of one namespace.</summary>
    internal Task WriteAsync(StoreCluster cluster, string inNamespace, CancellationToken cancellationToken)
    {
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes(DrawnPassword.Create()));
        return cluster.MergeAsync(
            $"api/v1/namespaces/{inNamespace}/secrets/{Secret}",
            new JsonObject { ["data"] = new JsonObject { [Key] = password } },
            $"the Secret {inNamespace}/{Secret}",
            cancellationToken
        );
    }
}
