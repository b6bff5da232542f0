using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>The rotation of a service's credentials: its user and the other one take turns.</summary>
[ShortForm(nameof(Number))]
internal sealed record StoreRotationSettings
{
    internal const string NumberKey = "number";
    internal const string KeepFormerKey = "keepFormer";

    /// <summary>How many times the credentials were rotated.</summary>
    /// <value>0</value>
    /// <remarks>
    /// Each number has a Secret of its own with a new password. The user is <c>&lt;service&gt;</c> for even numbers and
    /// <c>&lt;service&gt;_alt</c> for odd ones, so raise it by one. The key <c>admin</c> is for the
    /// administrator of a container, and for the one password of a valkey store.
    /// </remarks>
    /// <example>rotations: {orders: 2}</example>
    [Range(0, 1_000_000)]
    public int Number { get; init; }

    /// <summary>Whether the user of the number before can still log in, while its clients change to the new one.</summary>
    /// <value>false: it is deleted</value>
    /// <remarks>The former user in the server, and its Secret.</remarks>
    /// <example>rotations: {orders: {number: 3, keepFormer: true}}</example>
    public bool KeepFormer { get; init; }
}
