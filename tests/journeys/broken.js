/* What breaks a rule within a part of the page, as axe-core finds it: the rule, the element, what to do about it, and
   whether it is one of the known. */
([within, rules, known]) =>
  axe.run(within, { runOnly: rules, resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target: [element], failureSummary }) => {
        const isKnown = id in known && document.querySelector(element).matches(known[id]);
        return [id, element, failureSummary, isKnown];
      }),
    ),
  );
