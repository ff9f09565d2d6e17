// ---
// title: Group records and total them
// tags: [maps, dates]
// ---
const orders = [
  { day: "2026-03-02", customer: "Noor", total: 12.5 },
  { day: "2026-03-02", customer: "Ilse", total: 40 },
  { day: "2026-03-03", customer: "Noor", total: 7.25 },
  { day: "2026-03-05", customer: "Tomás", total: 19.9 },
];

// A Map keeps its keys in the order in which they came, whatever they are.
const byCustomer = new Map();
for (const { customer, total } of orders) {
  byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + total);
}

for (const [customer, total] of byCustomer) {
  console.log(customer.padEnd(8), total.toFixed(2).padStart(7));
}
