namespace Infra.Engine.Events;

/// <summary>What is done to a resource in one step.</summary>
public enum StepOperation
{
    /// <summary>Nothing: it is as it should be.</summary>
    Same,

    /// <summary>It is created.</summary>
    Create,

    /// <summary>It is changed in place.</summary>
    Update,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It is replaced: the logical sum of a creation and a deletion.</summary>
    Replace,

    /// <summary>Its successor is created.</summary>
    CreateReplacement,

    /// <summary>Its predecessor is deleted.</summary>
    DeleteReplaced,

    /// <summary>It is looked up, and stays somebody else's.</summary>
    Read,

    /// <summary>It is looked up in the place of one that was this stack's own.</summary>
    ReadReplacement,

    /// <summary>Its state is compared with what really is.</summary>
    Refresh,

    /// <summary>A looked-up resource is forgotten.</summary>
    Discard,

    /// <summary>A looked-up resource is forgotten because another took its place.</summary>
    DiscardReplaced,

    /// <summary>It exists already and becomes this stack's.</summary>
    Import,

    /// <summary>It exists already and takes the place of another.</summary>
    ImportReplacement,
}

/// <summary>How steps are written.</summary>
public static class StepOperationNames
{
    /// <summary>Pulumi's name of the operation, e.g. <c>create-replacement</c>.</summary>
    public static string Name(this StepOperation operation) => operation switch
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

    /// <summary>Pulumi's symbol of the operation, e.g. <c>++</c>; blank where nothing is done.</summary>
    public static string Symbol(this StepOperation operation) => operation switch
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
