namespace Infra.Engine.Resources;

/// <summary>When a hook of a resource runs. The names are those of Pulumi's states.</summary>
public enum HookType
{
    /// <summary>Before the resource is created.</summary>
    BeforeCreate,

    /// <summary>After the resource was created.</summary>
    AfterCreate,

    /// <summary>Before the resource is updated.</summary>
    BeforeUpdate,

    /// <summary>After the resource was updated.</summary>
    AfterUpdate,

    /// <summary>Before the resource is deleted.</summary>
    BeforeDelete,

    /// <summary>After the resource was deleted.</summary>
    AfterDelete,

    /// <summary>After an operation failed: the hook decides whether it is repeated.</summary>
    OnError,
}
