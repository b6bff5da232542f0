using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>A provider whose objects record who has set which field.</summary>
public interface IFieldOwnership
{
    /// <summary>Finds who has set a field of a live object last; null where the object does not say.</summary>
    /// <param name="state">The outputs of a read of the object.</param>
    /// <param name="path">The field.</param>
    FieldOwner? FindOwner(PropertyMap state, PropertyPath path);
}

/// <summary>Who has set a field.</summary>
/// <param name="Manager">The name of the client, in Kubernetes the field manager.</param>
/// <param name="Since">When: RFC 3339; "" where it is not recorded.</param>
public sealed record FieldOwner(string Manager, string Since);
