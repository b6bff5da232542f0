using System.Collections.Immutable;
using Pulumi;

namespace Sdk.Tests.Programs;

/// <summary>A resource whose outputs are its arguments.</summary>
internal sealed class Thing : CustomResource
{
    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base("test:index:Thing", name, args ?? new ThingArgs(), options) { }

    [Output("text")]
    public Output<string?> Text { get; private set; } = null!;

    [Output("number")]
    public Output<int?> Number { get; private set; } = null!;

    [Output("labels")]
    public Output<ImmutableDictionary<string, string>?> Labels { get; private set; } = null!;

    [Output("items")]
    public Output<ImmutableArray<string>> Items { get; private set; } = null!;
}

internal sealed class ThingArgs : ResourceArgs
{
    [Input("items")]
    private InputList<string>? _items;

    [Input("labels")]
    private InputMap<string>? _labels;

    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("number")]
    public Input<int>? Number { get; set; }

    [Input("any")]
    public object? Any { get; set; }

    public InputList<string> Items
    {
        get => _items ??= [];
        set => _items = value;
    }

    public InputMap<string> Labels
    {
        get => _labels ??= [];
        set => _labels = value;
    }
}

/// <summary>A component with a child named after it.</summary>
internal sealed class Box : ComponentResource
{
    public Box(string name, ComponentResourceOptions? options = null)
        : base("test:index:Box", name, options)
    {
        Inner = new Thing($"{name}-inner", new ThingArgs { Text = "inside" }, new() { Parent = this });
        Text = Inner.Text;
        RegisterOutputs();
    }

    public Thing Inner { get; }

    [Output("text")]
    public Output<string?> Text { get; private set; }
}
