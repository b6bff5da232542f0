namespace Infra.Engine.Events;

/// <summary>The operation of a step.</summary>
public enum StepOperation
{
    /// <summary>The resource does not change.</summary>
    Same,

    /// <summary>The resource is created.</summary>
    Create,

    /// <summary>The resource is updated in place.</summary>
    Update,

    /// <summary>The resource is deleted.</summary>
    Delete,

    /// <summary>The resource is replaced: the logical step of a creation and a deletion.</summary>
    Replace,

    /// <summary>The replacement of a resource is created.</summary>
    CreateReplacement,

    /// <summary>A replaced resource is deleted.</summary>
    DeleteReplaced,

    /// <summary>An object that this stack does not manage is read.</summary>
    Read,

    /// <summary>An object that this stack does not manage is read in place of a managed one.</summary>
    ReadReplacement,

    /// <summary>The state is updated from the live object.</summary>
    Refresh,

    /// <summary>The record of a read object is removed.</summary>
    Discard,

    /// <summary>The record of a read object is removed because it was replaced.</summary>
    DiscardReplaced,

    /// <summary>An existing object is imported.</summary>
    Import,

    /// <summary>An existing object is imported in place of a managed one.</summary>
    ImportReplacement,
}

/// <summary>The names and symbols of step operations.</summary>
public static class StepOperationNames
{
    /// <summary>Gets Pulumi's name of the operation, e.g. <c>create-replacement</c>.</summary>
    public static string Name(this StepOperation operation) =>
        operation switch
        {
            StepOperation.Same => "same",
            StepOperation.Create => "create",
            StepOperation.Update => "update",
            StepOperation.Delete => "delete",
            StepOperation.Replace => "replace",
            StepOperation.CreateReplacement => "create-replacement",
            StepOperation.DeleteReplaced => "delete-replaced",
            StepOperation.Read => "read",
            StepOperation.ReadReplacement => "read-replacement",
            StepOperation.Refresh => "refresh",
            StepOperation.Discard => "discard",
            StepOperation.DiscardReplaced => "discard-replaced",
            StepOperation.Import => "import",
            StepOperation.ImportReplacement => "import-replacement",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    /// <summary>Gets Pulumi's symbol of the operation, e.g. <c>++</c>; "" for <see cref="StepOperation.Same"/>.</summary>
    public static string Symbol(this StepOperation operation) =>
        operation switch
        {
            StepOperation.Same => "",
            StepOperation.Create => "+",
            StepOperation.Update or StepOperation.Refresh => "~",
            StepOperation.Delete => "-",
            StepOperation.Replace => "+-",
            StepOperation.CreateReplacement => "++",
            StepOperation.DeleteReplaced => "--",
            StepOperation.Read => ">",
            StepOperation.ReadReplacement => ">>",
            StepOperation.Discard => "<",
            StepOperation.DiscardReplaced => "<<",
            StepOperation.Import => "=",
            StepOperation.ImportReplacement => "=>",
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };
}
