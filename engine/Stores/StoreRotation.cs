using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Engine.Stores;

/// <summary>
/// A rotation of the credentials of a store's services. Two updates make it, and the stack's file says which of them comes next: a rotation
/// that was interrupted goes on where it was.
/// </summary>
public sealed class StoreRotation
{
    private readonly Workspace _workspace;
    private readonly StackName _stack;
    private readonly string _store;

    internal StoreRotation(Workspace workspace, StackName stack, string store, IReadOnlyList<ServiceRotation> services)
    {
        (_workspace, _stack, _store) = (workspace, stack, store);
        Before = services;
        During = [.. services.Select(one => one.KeepsFormer ? one : new ServiceRotation(one.Service, one.Number + 1, KeepsFormer: true))];
    }

    /// <summary>Whether all services share the credentials.</summary>
    public bool IsShared { get; private init; }

    /// <summary>The services whose credentials are rotated, as the stack's file has them.</summary>
    public IReadOnlyList<ServiceRotation> Before { get; }

    /// <summary>The services while both their former and their new credentials are valid.</summary>
    public IReadOnlyList<ServiceRotation> During { get; }

    /// <summary>Plans the rotation of a store's credentials.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="store">The store.</param>
    /// <param name="service">The service whose credentials are rotated; null for all that use the store.</param>
    /// <param name="answer">What the program answers to <see cref="QueryFor"/>.</param>
    public static StoreRotation Plan(Workspace workspace, StackName stack, string store, string? service, JsonObject answer)
    {
        var services = Read(answer);
        if (services.Length == 0)
        {
            throw new InvalidOperationRequestException($"no service of the stack {stack.Name} uses the store '{store}'");
        }

        var isShared = answer["shared"] is JsonValue shared && shared.TryGetValue<bool>(out var value) && value;
        if (service is null)
        {
            return new StoreRotation(workspace, stack, store, services) { IsShared = isShared };
        }

        if (isShared)
        {
            throw new InvalidOperationRequestException(
                $"all services that use the store '{store}' share one password, so it cannot be rotated for '{service}' alone: run the "
                    + "command without `--service` to rotate it for all of them"
            );
        }

        return services.FirstOrDefault(one => one.Service == service) is { } chosen
            ? new StoreRotation(workspace, stack, store, [chosen])
            : throw new InvalidOperationRequestException(
                $"the service '{service}' does not use the store '{store}'; {string.Join(", ", services.Select(one => one.Service))} "
                    + (services.Length == 1 ? "does" : "do")
            );
    }

    /// <summary>The query that asks a program how far the rotations of a store are: docs/program-contract.md.</summary>
    /// <param name="store">The store.</param>
    /// <param name="ofAdministrator">Whether it asks about the administrator instead of the services.</param>
    public static string QueryFor(string store, bool ofAdministrator) => $"{(ofAdministrator ? "administrator" : "rotation")} {store}";

    /// <summary>Lets the stack's file ask for new users beside the former ones.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => WriteAsync(During, cancellationToken);

    /// <summary>Lets the stack's file ask for the new users only.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) =>
        WriteAsync([.. During.Select(one => one with { KeepsFormer = false })], cancellationToken);

    /// <summary>Takes back what <see cref="BeginAsync"/> has written.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        await WriteAsync([.. Before.Where(IsWritten)], cancellationToken);
        foreach (var service in Before.Where(one => !IsWritten(one)))
        {
            await _workspace.Configuration(_stack).RemoveAsync(PathOf(service), isPath: true, cancellationToken);
        }
    }

    private static bool IsWritten(ServiceRotation service) => service.Number > 0 || service.KeepsFormer;

    private static ServiceRotation[] Read(JsonObject answer)
    {
        ServiceRotation?[] services = answer["services"] is JsonArray list ? [.. list.Select(Read)] : [null];
        return services.Contains(null)
            ? throw new InvalidOperationRequestException(
                $"the program answered the query 'rotation' without a list of services, numbers and keepFormer: {answer.ToJsonString()}"
            )
            : [.. services.OfType<ServiceRotation>()];
    }

    /// <summary>Reads what a program answers about one service; null if anything is missing or of another type.</summary>
    private static ServiceRotation? Read(JsonNode? one) =>
        one is JsonObject item
        && item["service"] is JsonValue service
        && service.TryGetValue<string>(out var name)
        && item["number"] is JsonValue number
        && number.TryGetValue<int>(out var count)
        && item["keepFormer"] is JsonValue former
        && former.TryGetValue<bool>(out var keepsFormer)
            ? new ServiceRotation(name, count, keepsFormer)
            : null;

    private Task WriteAsync(IReadOnlyList<ServiceRotation> services, CancellationToken cancellationToken) =>
        _workspace.Configuration(_stack).SetAllAsync([.. services.Select(Change)], cancellationToken);

    private ConfigChange Change(ServiceRotation service)
    {
        var number = service.Number.ToString(CultureInfo.InvariantCulture);
        var change = new ConfigChange(PathOf(service), number) { IsPath = true, Type = ConfigValueType.Int };
        return service.KeepsFormer
            ? change with
            {
                Structure = new JsonObject { ["number"] = service.Number, ["keepFormer"] = true },
            }
            : change;
    }

    private string PathOf(ServiceRotation service) => $"infra:stores[\"{_store}\"].rotations[\"{service.Service}\"]";
}

/// <summary>How far the rotation of a service's credentials is.</summary>
/// <param name="Service">The service.</param>
/// <param name="Number">How many times they were rotated.</param>
/// <param name="KeepsFormer">Whether the user before the last rotation still exists.</param>
public sealed record ServiceRotation(string Service, int Number, bool KeepsFormer);
