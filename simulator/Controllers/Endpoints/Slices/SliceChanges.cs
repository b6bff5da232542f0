using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>The changes of the slices of a Service.</summary>
internal sealed class SliceChanges
{
    /// <summary>The slices to create.</summary>
    public List<SliceDraft> Create { get; } = [];

    /// <summary>The slices to update.</summary>
    public List<SliceDraft> Update { get; } = [];

    /// <summary>The slices to delete.</summary>
    public List<PlainObject> Delete { get; } = [];

    /// <summary>The slices that stay as they are.</summary>
    public List<PlainObject> Unchanged { get; } = [];

    /// <summary>The slices to create or update.</summary>
    public IEnumerable<SliceDraft> Drafts => Create.Concat(Update);
}
