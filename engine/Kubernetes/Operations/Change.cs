using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>A request to update an object in place.</summary>
internal sealed record Change
{
    /// <summary>The inputs of the last update.</summary>
    public required JsonObject OldInputs { get; init; }

    /// <summary>The last known state of the object.</summary>
    public required JsonObject OldLive { get; init; }

    /// <summary>The checked inputs from the program.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>The field manager of the apply.</summary>
    public required string FieldManager { get; init; }

    /// <summary>False to compute a patch on the client instead.</summary>
    public required bool ServerSideApply { get; init; }

    /// <summary>True for a Patch resource, which owns only the fields it sets in an object of another owner.</summary>
    public bool IsPartial { get; init; }

    /// <summary>True to take over fields from other managers.</summary>
    public bool Force { get; init; }

    public IgnoredPaths IgnoreChanges { get; init; } = IgnoredPaths.None;

    /// <summary>True to compute the result without storing it.</summary>
    public bool DryRun { get; init; }

    /// <summary>True if the last known state suffices for the apply.</summary>
    public bool IsSettled => IgnoreChanges.IsEmpty && !TakesOver(OldLive) && !FieldManagers.HasNoOwners(OldLive);

    /// <summary>True if the current object makes for the same apply as its last known state.</summary>
    public bool IsSettledFor(JsonObject live) =>
        IsSettled && live.Uid() == OldLive.Uid() && !TakesOver(live) && !FieldManagers.HasNoOwners(live);

    /// <summary>True if the program's fields in an object must move to the apply manager before the apply.</summary>
    public bool TakesOver(JsonObject live) => !IsPartial && FieldManagers.HasFieldsToTakeOver(live);

    /// <summary>True if the apply takes over fields from other managers.</summary>
    public bool IsForced(JsonObject live) => Force || (!IsPartial && FieldManagers.HasNoOwners(live));

    /// <summary>Creates the apply for the current state of the object.</summary>
    public Apply ToApply(JsonObject live)
    {
        var manifest = Manifest.Copy();
        IgnoredFields.PrepareApply(IgnoreChanges, manifest, live, FieldManager, takesOver: !IsPartial);
        manifest.SetMetadata("name", live.Name());
        if (!IsPartial && live.Uid() is { Length: > 0 } uid)
        {
            // Without the uid, applying to a deleted object would create a new one.
            manifest.SetMetadata("uid", uid);
        }

        return new Apply(manifest, FieldManager, DryRun);
    }
}

/// <summary>A server-side apply.</summary>
/// <param name="Manifest">The manifest to apply.</param>
/// <param name="Manager">The field manager.</param>
/// <param name="DryRun">True to compute the result without storing it.</param>
internal sealed record Apply(JsonObject Manifest, string Manager, bool DryRun)
{
    /// <summary>True to ask for warnings about unknown fields (<c>fieldValidation</c>), as creations do.</summary>
    public bool WarnsOfUnknownFields { get; init; }
}
