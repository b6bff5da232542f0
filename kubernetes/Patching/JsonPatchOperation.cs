using System.Text.Json.Nodes;

namespace Infra.Kubernetes.Patching;

/// <summary>The operations of a JSON patch.</summary>
public enum JsonPatchAction
{
    /// <summary>Adds a member, or inserts an item.</summary>
    Add,

    /// <summary>Removes a member or an item.</summary>
    Remove,

    /// <summary>Replaces a value.</summary>
    Replace,

    /// <summary>Removes a value and adds it elsewhere.</summary>
    Move,

    /// <summary>Adds a value elsewhere.</summary>
    Copy,

    /// <summary>Rejects the patch unless a value is as expected.</summary>
    Test,
}

/// <summary>An operation of a JSON patch.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Path">The JSON pointer to the value.</param>
public sealed record JsonPatchOperation(JsonPatchAction Action, string Path)
{
    /// <summary>The JSON pointer to the value to move or copy.</summary>
    public string? From { get; init; }

    /// <summary>The value to add, replace or compare with.</summary>
    public JsonNode? Value { get; init; }
}
