using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Combines several outputs into one: unknown or secret if any is, with the dependencies of all.</summary>
internal sealed class OutputJoin
{
    private bool _isKnown = true;
    private bool _isSecret;
    private ImmutableHashSet<Resource> _dependencies = [];

    public async ValueTask<T> TakeAsync<T>(Input<T> input)
    {
        var data = await input.ToOutput().Data.ConfigureAwait(false);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
        _dependencies = DependencySet.Union(_dependencies, data.Dependencies);
        return data.Value;
    }

    public OutputData<T> Complete<T>(T value) => new(value, _isKnown, _isSecret, _dependencies);
}
