namespace Infra.Backend.Settings;

/// <summary>Forms in which a stack has a store. The services see the same variables in all of them.</summary>
internal enum StoreForm
{
    /// <summary>One pod with a volume, for development.</summary>
    Container,

    /// <summary>A custom resource of an operator in the cluster.</summary>
    Operator,

    /// <summary>A server elsewhere, whose address and Secret the stack names.</summary>
    External,
}
