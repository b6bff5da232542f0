using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments: a class whose members marked with <see cref="InputAttribute"/> are sent to the engine.</summary>
public abstract class InputArgs
{
    /// <summary>Arguments without values.</summary>
    protected InputArgs() { }

    /// <summary>Returns the arguments by their names in the provider.</summary>
    /// <exception cref="ArgumentNullException">A required argument has no value.</exception>
    internal virtual IEnumerable<KeyValuePair<string, object?>> ToProperties() => InputShape.Get(GetType()).Read(this);
}

/// <summary>Arguments of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>The arguments of a call or resource that takes none.</summary>
    public static readonly ResourceArgs Empty = new EmptyResourceArgs();

    /// <summary>Arguments without values.</summary>
    protected ResourceArgs() { }

    private sealed class EmptyResourceArgs : ResourceArgs { }
}

/// <summary>Arguments of a function of a provider.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>The arguments of a call or resource that takes none.</summary>
    public static readonly InvokeArgs Empty = new EmptyInvokeArgs();

    /// <summary>Arguments without values.</summary>
    protected InvokeArgs() { }

    private sealed class EmptyInvokeArgs : InvokeArgs { }
}

/// <summary>Arguments of a resource from a dictionary.</summary>
public sealed class DictionaryResourceArgs : ResourceArgs
{
    private readonly ImmutableDictionary<string, object?> _values;

    /// <summary>Arguments from a dictionary.</summary>
    /// <param name="dictionary">The values by their names in the provider.</param>
    /// <exception cref="InvalidOperationException">A value is of a type that cannot be sent.</exception>
    public DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary)
    {
        OutputTypes.CheckValues(dictionary);
        _values = dictionary;
    }

    internal override IEnumerable<KeyValuePair<string, object?>> ToProperties() => _values;
}

/// <summary>Arguments of a function from a dictionary.</summary>
public sealed class DictionaryInvokeArgs : InvokeArgs
{
    private readonly ImmutableDictionary<string, object?> _values;

    /// <summary>Arguments from a dictionary.</summary>
    /// <param name="dictionary">The values by their names in the provider.</param>
    /// <exception cref="InvalidOperationException">A value is of a type that cannot be sent.</exception>
    public DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary)
    {
        OutputTypes.CheckValues(dictionary);
        _values = dictionary;
    }

    internal override IEnumerable<KeyValuePair<string, object?>> ToProperties() => _values;
}
