namespace Infra.Simulator.Api.InternalVersions;

/// <summary>The fields of the internal types of flow control, written as in <see cref="PodTypeTable"/>.</summary>
internal static class FlowControlTypeTable
{
    public const string Text = """
        ExemptPriorityLevelConfiguration NominalConcurrencyShares* LendablePercent*
        FlowDistinguisherMethod Type
        FlowSchemaSpec PriorityLevelConfiguration:PriorityLevelConfigurationReference MatchingPrecedence#
          DistinguisherMethod*FlowDistinguisherMethod Rules[PolicyRulesWithSubjects
        FlowSubject Kind User*SubjectName Group*SubjectName ServiceAccount*SubjectAccount
        LimitResponse Type Queuing*QueuingConfiguration
        LimitedPriorityLevelConfiguration NominalConcurrencyShares# LimitResponse:LimitResponse LendablePercent*
          BorrowingLimitPercent*
        NonResourcePolicyRule Verbs* NonResourceURLs=nonResourceURLs*
        PolicyRulesWithSubjects Subjects[FlowSubject ResourceRules[ResourcePolicyRule NonResourceRules[NonResourcePolicyRule
        PriorityLevelConfigurationReference Name
        PriorityLevelConfigurationSpec Type Limited*LimitedPriorityLevelConfiguration Exempt*ExemptPriorityLevelConfiguration
        QueuingConfiguration Queues# HandSize# QueueLengthLimit#
        ResourcePolicyRule Verbs* APIGroups=apiGroups* Resources* ClusterScope? Namespaces*
        SubjectAccount Namespace Name
        SubjectName Name
        """;
}
