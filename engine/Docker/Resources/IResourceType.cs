using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>The operations of one resource type. Inputs are plain: without secrets, unknowns and nulls.</summary>
internal interface IResourceType
{
    /// <summary>The token, e.g. <c>docker:index/network:Network</c>.</summary>
    string Token { get; }

    /// <summary>How inputs are compared.</summary>
    TypeRules Rules { get; }

    /// <summary>True where an object without a name gets an automatic one.</summary>
    bool IsNamedAutomatically { get; }

    /// <summary>Checks what the schema cannot say. Properties with unknowns are left out.</summary>
    IEnumerable<CheckFailure> Check(JsonObject inputs);

    /// <summary>Completes checked inputs, e.g. by the digest of a build's context.</summary>
    /// <param name="inputs">The checked inputs.</param>
    /// <param name="directory">The program's folder.</param>
    /// <param name="failures">Receives problems.</param>
    PropertyMap Complete(PropertyMap inputs, string directory, List<CheckFailure> failures) => inputs;

    /// <summary>Compares inputs. The engine is null where its address is not known.</summary>
    Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken);

    /// <summary>The outputs of a creation or update that are not known before it.</summary>
    IReadOnlyList<string> ComputedOutputs(JsonObject inputs);

    /// <summary>The outputs that an update in place changes.</summary>
    IReadOnlyList<string> UpdatedOutputs => [];

    /// <summary>True where the engine has the object, so that it can be missing there.</summary>
    bool IsOnEngine => true;

    /// <summary>
    /// Finds an object by the name in its inputs, with the time of its creation; null where there is none, or none is named.
    /// </summary>
    Task<NamedObject?> FindByNameAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken) =>
        Task.FromResult<NamedObject?>(null);

    /// <summary>Creates the object.</summary>
    Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken);

    /// <summary>Updates the object in place. A type whose every change replaces the object has no such operation.</summary>
    Task<CreatedObject> UpdateAsync(
        string id,
        JsonObject before,
        JsonObject after,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    ) => throw new InvalidOperationException($"{Token} is replaced.");

    /// <summary>Deletes the object; succeeds where it does not exist.</summary>
    Task DeleteAsync(string id, JsonObject inputs, JsonObject state, ResourceContext context, CancellationToken cancellationToken);

    /// <summary>Reads the object; null where it does not exist.</summary>
    /// <param name="id">Its id; for an import, what the user writes.</param>
    /// <param name="inputs">The inputs of the last update; empty for an import.</param>
    /// <param name="state">The outputs of the last update; empty for an import.</param>
    /// <param name="context">The engine and the messages.</param>
    /// <param name="cancellationToken">Aborts requests.</param>
    Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    );
}

/// <summary>An object after a creation or an update.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outputs">Its computed outputs.</param>
internal sealed record CreatedObject(string Id, JsonObject Outputs)
{
    /// <summary>Why it exists but is not ready.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The outputs that may contain secrets of the inputs.</summary>
    public IReadOnlyList<string> SensitiveOutputs { get; init; } = [];
}

/// <summary>An existing object.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outputs">Its computed outputs.</param>
internal sealed record LiveObject(string Id, JsonObject Outputs)
{
    /// <summary>The inputs that read back as they were written, for the comparison with those of the state.</summary>
    public JsonObject Faithful { get; init; } = [];

    /// <summary>The inputs that would create it, for an import.</summary>
    public JsonObject ImportedInputs { get; init; } = [];

    /// <summary>Why it is not complete.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>An object that has the name of a resource.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">When it was created; null where the engine does not say.</param>
internal sealed record NamedObject(string Id, DateTimeOffset? Created);
