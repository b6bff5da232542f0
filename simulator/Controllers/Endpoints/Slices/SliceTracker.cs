using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>Recognizes the changes of slices that a controller made itself, which need no reconciliation.</summary>
internal sealed class SliceTracker
{
    private readonly Dictionary<string, long> _expected = new(StringComparer.Ordinal);

    /// <summary>Remembers a version that the controller wrote.</summary>
    public void Expect(KubeObject written) => _expected[written.Uid] = written.Version;

    /// <summary>Whether a change of a slice was made by the controller.</summary>
    public bool IsOwn(CacheChange<PlainObject> change)
    {
        if (change.After is not { } slice)
        {
            _expected.Remove(change.Latest.Uid);
            return false;
        }

        return _expected.GetValueOrDefault(slice.Uid) == slice.Source.Version;
    }
}
