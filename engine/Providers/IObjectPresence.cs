using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>A provider that finds out with few requests which of many objects still exist.</summary>
public interface IObjectPresence
{
    /// <summary>
    /// Finds the objects of the state that are gone, or replaced by others of the same name. Objects about which the service gives no
    /// answer, for example because listing is forbidden, are taken to be present.
    /// </summary>
    Task<IReadOnlyList<AbsentObject>> FindAbsentAsync(IReadOnlyList<RecordedObject> objects, CancellationToken cancellationToken);
}

/// <summary>An object as the state records it.</summary>
/// <param name="Urn">The URN of its resource.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">The outputs of the last operation.</param>
public sealed record RecordedObject(Urn Urn, string Id, PropertyMap State);

/// <summary>An object of the state that does not exist any more.</summary>
/// <param name="Urn">The URN of its resource.</param>
/// <param name="Name">Its name for messages, e.g. <c>Service shop/orders</c>.</param>
/// <param name="IsReplaced">True where another object has its name now.</param>
public sealed record AbsentObject(Urn Urn, string Name, bool IsReplaced);
