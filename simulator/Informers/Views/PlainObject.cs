using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>An object of which only the metadata is read in advance.</summary>
internal sealed class PlainObject(KubeObject source) : ObjectView(source)
{
    private LabelSelector? _selector;
    private bool _isSelectorRead;

    /// <summary><c>spec.selector</c>, read when it is asked for; null if it selects nothing.</summary>
    public LabelSelector? Selector
    {
        get
        {
            if (!_isSelectorRead)
            {
                (_selector, _isSelectorRead) = (LabelSelector.FromJson(Source.Spec.Map("selector")), true);
            }

            return _selector;
        }
    }
}
