using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>An object of which only the metadata is read in advance.</summary>
internal sealed class PlainObject(KubeObject source) : ObjectView(source);
